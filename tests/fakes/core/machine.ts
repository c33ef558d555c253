/** Made-up PCs for the fake core: two GPUs, or none but a software adapter. Shapes as real sources give them. */
import {
  type factSources,
  type Gpu,
  type Inventory,
  nothingRead,
  type Reading,
  type Readings,
} from '../../../shared/contract/app/machine.ts';

const gib = 1024 ** 3;

type Source = (typeof factSources)[number];

export const fact = <T>(value: T | null, source: Source | null, conflicts: { value: T; source: Source }[] = []) => ({
  value,
  source,
  conflicts,
});

interface Card {
  name: string;
  vramGib: number;
  pciAddress: string;
  pciId: string;
  powerLimitWatts: number;
  model: string;
}

export const nvidiaCard = ({ name, vramGib, pciAddress, pciId, powerLimitWatts, model }: Card): Gpu => ({
  id: pciAddress,
  name: fact(`NVIDIA ${name}`, 'nvidia-smi-xml'),
  vendor: fact('nvidia', 'nvidia-smi-xml'),
  kind: 'discrete',
  vramBytes: fact(vramGib * gib, 'nvidia-smi-xml'),
  driver: fact('566.14', 'nvidia-smi-xml'),
  pciAddress: fact(pciAddress, 'nvidia-smi-xml'),
  uuid: fact(`GPU-7f2c1d90-${vramGib}00-4c1e-9a55-0242ac12${pciAddress.slice(5, 7)}02`, 'nvidia-smi-xml'),
  pciId: fact(pciId, 'nvidia-smi-xml'),
  powerLimitWatts: fact(powerLimitWatts, 'nvidia-smi-xml'),
  mig: null,
  model,
  adapterName: `NVIDIA ${name}`,
  selector: null,
  unusable: null,
});

export const rtx4090: Gpu = {
  ...nvidiaCard({
    name: 'GeForce RTX 4090',
    vramGib: 24,
    pciAddress: '0000:01:00.0',
    pciId: '10de:2684',
    powerLimitWatts: 350,
    model: 'nvidia-rtx-4090',
  }),
  vramBytes: fact(24 * gib, 'nvidia-smi-xml', [{ value: 4 * gib - 1024 ** 2, source: 'systeminformation' }]),
};
export const rtx3060 = nvidiaCard({
  name: 'GeForce RTX 3060',
  vramGib: 12,
  pciAddress: '0000:05:00.0',
  pciId: '10de:2504',
  powerLimitWatts: 150,
  model: 'nvidia-rtx-3060',
});

export const softwareAdapter: Gpu = {
  id: 'llvmpipe',
  name: fact('llvmpipe (LLVM 19.1.7, 256 bits)', 'dawn'),
  vendor: fact('mesa', 'dawn'),
  kind: 'software',
  vramBytes: fact<number>(null, null),
  driver: fact('25.0.7', 'dawn'),
  pciAddress: fact<string>(null, null),
  uuid: fact<string>(null, null),
  pciId: fact<string>(null, null),
  powerLimitWatts: fact<number>(null, null),
  mig: null,
  model: null,
  adapterName: 'llvmpipe (LLVM 19.1.7, 256 bits)',
  selector: null,
  unusable: null,
};

export const engineUp: Inventory['engine'] = {
  version: '29.7.2',
  name: 'Docker Engine',
  socketPath: '/var/run/docker.sock',
  osType: 'linux',
  problem: null,
};

export const engineDown: Inventory['engine'] = {
  version: null,
  name: null,
  socketPath: '/var/run/docker.sock',
  osType: null,
  problem: { code: 'ENGINE_UNREACHABLE', data: { socketPath: '/var/run/docker.sock' } },
};

export const pcWith = (now: number, gpus: Gpu[], engine: Inventory['engine'] = engineUp): Inventory => ({
  readAt: now - 20_000,
  hostName: 'desk',
  platform: 'linux x64',
  gpus,
  displays: [],
  cpu: { name: 'AMD Ryzen 9 7900X', threads: 24, virtualization: true },
  memory: { totalBytes: 64 * gib, freeBytes: Math.round(38.2 * gib) },
  disk: { path: '/home/ada/.local/share/perigee', totalBytes: 931 * gib, freeBytes: 374 * gib },
  engine,
  problems: [],
});

/** A steady figure with a small, repeatable wobble, so that two runs draw the same lines. */
const wobble = (index: number, size: number): number => Math.sin(index * 1.7) * size + Math.sin(index * 0.37) * size;

const hourOf = (now: number, at: (index: number) => Partial<Reading>): Reading[] =>
  Array.from({ length: 60 }, (_, index) => ({ ...nothingRead, at: now - (59 - index) * 60_000, ...at(index) }));

const busyHour = (now: number): Reading[] =>
  hourOf(now, (index) => ({
    temperatureCelsius: Math.round(64 + wobble(index, 0.8)),
    powerWatts: Math.round(312 + wobble(index, 6)),
    load: Math.min(1, 0.97 + wobble(index, 0.01)),
    fanPercent: Math.round(58 + wobble(index, 1)),
    vramUsedBytes: Math.round(19.4 * gib),
    coreClockMhz: Math.round(2_610 + wobble(index, 15)),
    memoryClockMhz: 10_501,
    pcieGeneration: 4,
    pcieLanes: 16,
  }));

const waitingHour = (now: number): Reading[] =>
  hourOf(now, (index) => {
    const isProof = index % 15 === 9;
    return {
      temperatureCelsius: Math.round(43 + (isProof ? 6 : wobble(index, 0.6))),
      powerWatts: isProof ? 128 : Math.round(16 + wobble(index, 0.8)),
      load: isProof ? 0.96 : 0.01,
      fanPercent: isProof ? 32 : 0,
      vramUsedBytes: Math.round(0.9 * gib),
      coreClockMhz: isProof ? 1_777 : 210,
      memoryClockMhz: isProof ? 7_501 : 405,
      pcieGeneration: isProof ? 3 : 1,
      pcieLanes: 4,
    };
  });

const cpuHour = (now: number): Reading[] =>
  hourOf(now, (index) => ({
    temperatureCelsius: Math.round(52 + wobble(index, 1)),
    load: Math.max(0.02, 0.08 + wobble(index, 0.02)),
  }));

const withNow = (lastHour: Reading[]) => {
  const now = lastHour.at(-1);
  if (!now) throw new Error('an hour has sixty readings');
  return { now, lastHour };
};

export const readingsOf = (now: number, gpus: Record<string, 'busy' | 'waiting'>): Readings => ({
  gpus: Object.fromEntries(
    Object.entries(gpus).map(([id, kind]) => [id, withNow(kind === 'busy' ? busyHour(now) : waitingHour(now))]),
  ),
  cpu: withNow(cpuHour(now)),
  own: { cpuCores: 0.003, memoryBytes: 142 * 1024 ** 2 },
});

export const noReadings: Readings = { gpus: {}, cpu: null, own: null };
