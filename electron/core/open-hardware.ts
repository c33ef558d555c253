/** Everything of the host that looks at this PC: the probe, the engine, the inventory and the live readings. */
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { createCell } from '../../shared/live/cell.ts';
import { createLookAtGpu } from '../device/proof-conditions.ts';
import { connectEngine } from '../docker/engine.ts';
import { throughMirrors } from '../docker/mirrored-engine.ts';
import { readEngine } from '../docker/read-engine.ts';
import { createMachine } from '../machine/machine.ts';
import { readNvidiaProcesses } from '../machine/nvidia-smi/read-processes.ts';
import { createPowerLimits } from '../machine/power-limit/power-limits.ts';
import { createReadings } from '../machine/readings.ts';
import { createRunTool } from '../machine/run-tool.ts';
import { createSystemInformation } from '../machine/system-information/read.ts';
import { createReadSigns, silentAddresses } from '../machine/watch/hardware-signs.ts';
import { createHardwareWatch, type HardwareEvents } from '../machine/watch/hardware-watch.ts';
import type { WatchedGpu } from '../presence/gpu/watched-gpus.ts';
import { createProbePool } from '../probe/pool.ts';
import type { CorePorts } from './ports.ts';

/** @param owner id by which this folder's containers are told from all others */
export const openHardware = (
  ports: Omit<
    CorePorts,
    'network' | 'demoImage' | 'offersDemoJob' | 'registries' | 'signSources' | 'keepAwake' | 'elevation'
  >,
  owner: string,
) => {
  const { clock, log } = ports;
  const closing = new AbortController();
  const probes = createProbePool({ spawn: ports.spawnProbe, clock });
  const direct = connectEngine({
    ...(ports.engineSocketPath === null ? {} : { socketPaths: [ports.engineSocketPath] }),
    owner,
    clock,
  });
  const engine = throughMirrors(direct, ports.mirrors);
  const runTool = createRunTool();
  const readSigns = createReadSigns();
  const inventory = createCell<Inventory | null>(null);
  const machine = createMachine({
    clock,
    runTool,
    systemInformation: createSystemInformation(),
    listAdapters: (signal) => probes.listAdapters(signal),
    readEngine: (signal) => readEngine(engine, signal),
    readLostAddresses: async () => silentAddresses(await readSigns()),
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
  /** Reads all of it anew. @throws CANCELLED */
  const readMachine = async (signal: AbortSignal = closing.signal): Promise<Inventory> => {
    const read = await machine.readInventory(AbortSignal.any([signal, closing.signal]));
    inventory.set(read);
    // A check that follows at once asks how much of a GPU's memory is free.
    await readings.lookNow();
    return read;
  };
  const uuidOf = (gpuId: string): string | null =>
    inventory.get()?.gpus.find(({ id }) => id === gpuId)?.uuid.value ?? null;
  /** Programs that hold memory of a GPU, where its driver says so. @throws GPU_TOOL_FAILED, CANCELLED */
  const holdersOf = async (gpuId: string, signal: AbortSignal): Promise<{ name: string; bytes: number }[]> => {
    const uuid = uuidOf(gpuId);
    const held = uuid === null ? [] : ((await readNvidiaProcesses(runTool, signal)) ?? []);
    return held.flatMap(({ gpuUuid, programName, memoryBytes }) =>
      gpuUuid === uuid && memoryBytes !== null ? [{ name: programName ?? '?', bytes: memoryBytes }] : [],
    );
  };
  let stopWatching = async (): Promise<void> => undefined;
  return {
    uuidOf,
    watchedGpus: (): WatchedGpu[] =>
      (inventory.get()?.gpus ?? []).map(({ id, uuid, pciAddress }) => ({
        id,
        uuid: uuid.value,
        pciAddress: pciAddress.value?.toLowerCase() ?? null,
      })),
    probes,
    engine,
    inventory,
    readings,
    lookAtGpu: createLookAtGpu(readings, clock),
    powerLimits: createPowerLimits(runTool),
    readMachine,
    holdersOf,
    /** Watches for cards that come and go, until all is closed. */
    watch: (events: HardwareEvents): void => {
      const watch = createHardwareWatch({
        ...events,
        clock,
        readSigns,
        inventory: inventory.get,
        readInventory: readMachine,
      });
      const unsubscribe = readings.cell.subscribe(watch.noteReadings);
      watch.start();
      stopWatching = () => {
        unsubscribe();
        return watch.stop();
      };
    },
    close: async (): Promise<void> => {
      closing.abort();
      await Promise.all([readings.stop(), stopWatching()]);
      engine.close();
      return probes.close();
    },
  };
};
