/** Made-up PCs for the fake core: two GPUs, or none but a software adapter. Shapes as real sources give them. */
import type { Gpu, Inventory, Reading, Readings } from '../../../shared/contract/app/machine.ts';

const gib = 1024 ** 3;

const fact = <T>(
  value: T | null,
  source: 'nvidia-smi' | 'systeminformation' | 'dawn' | 'os' | null,
  conflicts: { value: T; source: 'nvidia-smi' | 'systeminformation' | 'dawn' | 'os' }[] = [],
) => ({
  value,
  source,
  conflicts,
});

const rtx = (
  name: string,
  vramGib: number,
  pciAddress: string,
  powerLimitWatts: number,
  conflicts: { value: number; source: 'systeminformation' }[],
): Gpu => ({
  id: pciAddress,
  name: fact(`NVIDIA GeForce ${name}`, 'nvidia-smi'),
  vendor: fact('nvidia', 'nvidia-smi'),
  kind: 'discrete',
  vramBytes: fact(vramGib * gib, 'nvidia-smi', conflicts),
  driver: fact('566.14', 'nvidia-smi'),
  pciAddress: fact(pciAddress, 'nvidia-smi'),
  uuid: fact(`GPU-7f2c1d90-${vramGib}00-4c1e-9a55-0242ac120002`, 'nvidia-smi'),
  powerLimitWatts: fact(powerLimitWatts, 'nvidia-smi'),
  adapterName: `NVIDIA GeForce ${name}`,
  unusable: null,
});

export const rtx4090 = rtx('RTX 4090', 24, '0000:01:00.0', 350, [
  { value: 4 * gib - 1024 ** 2, source: 'systeminformation' },
]);
export const rtx3060 = rtx('RTX 3060', 12, '0000:05:00.0', 150, []);

export const softwareAdapter: Gpu = {
  id: 'llvmpipe',
  name: fact('llvmpipe (LLVM 19.1.7, 256 bits)', 'dawn'),
  vendor: fact('mesa', 'dawn'),
  kind: 'software',
  vramBytes: fact<number>(null, null),
  driver: fact('25.0.7', 'dawn'),
  pciAddress: fact<string>(null, null),
  uuid: fact<string>(null, null),
  powerLimitWatts: fact<number>(null, null),
  adapterName: 'llvmpipe (LLVM 19.1.7, 256 bits)',
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
  cpu: { name: 'AMD Ryzen 9 7900X', threads: 24, virtualization: true },
  memory: { totalBytes: 64 * gib, freeBytes: Math.round(38.2 * gib) },
  disk: { path: '/home/ada/.local/share/perigee', totalBytes: 931 * gib, freeBytes: 374 * gib },
  engine,
  problems: [],
});

/** A steady figure with a small, repeatable wobble, so that two runs draw the same lines. */
const wobble = (index: number, size: number): number => Math.sin(index * 1.7) * size + Math.sin(index * 0.37) * size;

const hourOf = (now: number, at: (index: number) => Omit<Reading, 'at'>): Reading[] =>
  Array.from({ length: 60 }, (_, index) => ({ at: now - (59 - index) * 60_000, ...at(index) }));

const busyHour = (now: number): Reading[] =>
  hourOf(now, (index) => ({
    temperatureCelsius: Math.round(64 + wobble(index, 0.8)),
    powerWatts: Math.round(312 + wobble(index, 6)),
    load: Math.min(1, 0.97 + wobble(index, 0.01)),
    vramUsedBytes: Math.round(19.4 * gib),
  }));

const waitingHour = (now: number): Reading[] =>
  hourOf(now, (index) => {
    const isProof = index % 15 === 9;
    return {
      temperatureCelsius: Math.round(43 + (isProof ? 6 : wobble(index, 0.6))),
      powerWatts: isProof ? 128 : Math.round(16 + wobble(index, 0.8)),
      load: isProof ? 0.96 : 0.01,
      vramUsedBytes: Math.round(0.9 * gib),
    };
  });

const cpuHour = (now: number): Reading[] =>
  hourOf(now, (index) => ({
    temperatureCelsius: Math.round(52 + wobble(index, 1)),
    powerWatts: null,
    load: Math.max(0.02, 0.08 + wobble(index, 0.02)),
    vramUsedBytes: null,
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
