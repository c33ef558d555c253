/** Everything of the host that looks at this PC: the probe, the engine, the inventory and the live readings. */
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { createCell } from '../../shared/live/cell.ts';
import { connectEngine } from '../docker/engine.ts';
import { readEngine } from '../docker/read-engine.ts';
import { createMachine } from '../machine/machine.ts';
import { createReadings } from '../machine/readings.ts';
import { createRunTool } from '../machine/run-tool.ts';
import { createSystemInformation } from '../machine/system-information/read.ts';
import { createProbe } from '../probe/client.ts';
import type { CorePorts } from './ports.ts';

/** @param owner id by which this folder's containers are told from all others */
export const openHardware = (ports: Omit<CorePorts, 'network' | 'demoImage'>, owner: string) => {
  const { clock, log } = ports;
  const closing = new AbortController();
  const probe = createProbe({ spawn: ports.spawnProbe, clock });
  const engine = connectEngine({
    ...(ports.engineSocketPath === null ? {} : { socketPaths: [ports.engineSocketPath] }),
    owner,
    clock,
  });
  const inventory = createCell<Inventory | null>(null);
  const machine = createMachine({
    clock,
    runTool: createRunTool(),
    systemInformation: createSystemInformation(),
    listAdapters: (signal) => probe.listAdapters(signal),
    readEngine: (signal) => readEngine(engine, signal),
    diskPath: ports.dataDir,
  });
  const readings = createReadings({
    clock,
    sample: async (signal) => {
      const known = inventory.get();
      return known && machine.readReadings(known, signal);
    },
    onError: (error) => log.warn('readings_failed', { detail: String(error) }),
  });
  return {
    probe,
    engine,
    inventory,
    readings,
    /** Reads all of it anew. @throws CANCELLED */
    readMachine: async (signal: AbortSignal = closing.signal): Promise<Inventory> => {
      const read = await machine.readInventory(AbortSignal.any([signal, closing.signal]));
      inventory.set(read);
      return read;
    },
    close: async (): Promise<void> => {
      closing.abort();
      await readings.stop();
      engine.close();
      return probe.close();
    },
  };
};
