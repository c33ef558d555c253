/** One look at the machine without a core: for `doctor`, which changes nothing. */
import { homedir } from 'node:os';
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { openHardware } from './open-hardware.ts';
import type { CorePorts } from './ports.ts';

/** @throws CANCELLED */
export const inspectMachine = async (ports: CorePorts, signal: AbortSignal): Promise<Inventory> => {
  const hardware = openHardware({ ...ports, dataDir: homedir() }, 'none');
  try {
    return await hardware.readMachine(signal);
  } finally {
    await hardware.close();
  }
};
