/** This machine as the checks see it, with the software adapter for a card. */
import { availableParallelism, totalmem } from 'node:os';
import type { Gpu, Inventory } from '../../shared/contract/app/machine.ts';

const fact = <T>(value: T | null) => ({ value, source: null, conflicts: [] });
export const softwareGpu: Gpu = {
  id: 'swiftshader',
  name: fact('SwiftShader Device (Subzero)'),
  vendor: fact('google'),
  kind: 'software',
  vramBytes: fact(null),
  driver: fact(null),
  pciAddress: fact(null),
  uuid: fact(null),
  pciId: fact(null),
  powerLimitWatts: fact(null),
  mig: null,
  model: null,
  adapterName: 'SwiftShader Device (Subzero)',
  selector: null,
  unusable: null,
};

export const inventoryWith = (gpus: Gpu[]): Inventory => ({
  readAt: 0,
  hostName: 'test',
  platform: process.platform,
  gpus,
  displays: [],
  cpu: { name: 'Processor', threads: availableParallelism(), virtualization: null },
  memory: { totalBytes: totalmem(), freeBytes: 0 },
  disk: { path: '/', totalBytes: null, freeBytes: null },
  engine: { version: null, name: null, socketPath: null, osType: null, problem: null },
  problems: [],
});
