/** One look at the machine without a core: for `doctor`, which changes nothing. */
import { homedir } from 'node:os';
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { connectEngine } from '../docker/engine.ts';
import { createMachine } from '../machine/machine.ts';
import { createRunTool } from '../machine/run-tool.ts';
import { createSystemInformation } from '../machine/system-information/read.ts';
import { createProbe } from '../probe/client.ts';
import type { CorePorts } from './ports.ts';

/** @throws CANCELLED */
export const inspectMachine = async (ports: CorePorts, signal: AbortSignal): Promise<Inventory> => {
  const { clock } = ports;
  const probe = createProbe({ spawn: ports.spawnProbe, clock });
  const engine = connectEngine({ socketPath: ports.engineSocketPath, clock });
  try {
    return await createMachine({
      clock,
      runTool: createRunTool(),
      systemInformation: createSystemInformation(),
      listAdapters: (until) => probe.listAdapters(until),
      readEngine: (until) => engine.probe(until),
      diskPath: homedir(),
    }).readInventory(signal);
  } finally {
    await probe.close();
  }
};
