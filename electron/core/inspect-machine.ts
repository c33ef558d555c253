/** One look at the machine without a core: for `doctor`, which changes nothing. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { openHardware } from './open-hardware.ts';
import type { CorePorts } from './ports.ts';

/** The folder itself, or the nearest one above it that is there. */
const nearestFolder = (path: string): string => {
  let dir = path;
  while (!existsSync(dir) && dirname(dir) !== dir) dir = dirname(dir);
  return dir;
};

/** @throws CANCELLED */
export const inspectMachine = async (ports: CorePorts, signal: AbortSignal): Promise<Inventory> => {
  const hardware = openHardware({ ...ports, dataDir: nearestFolder(ports.dataDir) }, 'none');
  try {
    return await hardware.readMachine(signal);
  } finally {
    await hardware.close();
  }
};
