/** Made-up check runs for the fake core: figures as parts of the real references, so that both stand in a true ratio. */
import type {
  CheckKind,
  CheckMode,
  CheckRun,
  CheckStep,
  Coverage,
  Figure,
  Reference,
} from '../../../shared/contract/app/checks.ts';
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { modelOf } from '../../../shared/domain/hardware/catalogue.ts';
import { referenceFor } from '../../../shared/domain/hardware/reference.ts';

const gib = 1024 ** 3;

const spread = (unit: Figure['unit'], median: number, scatter: number): Figure => ({
  unit,
  median,
  p10: median * (1 - 1.6 * scatter),
  p90: median * (1 + scatter),
  best: median * (1 + 1.4 * scatter),
  cv: scatter,
  windows: 20,
  isBrief: false,
  sustained: null,
  throttleRatio: null,
});
const single = (unit: Figure['unit'], median: number): Figure => ({ ...spread(unit, median, 0), cv: null, windows: 1 });
const held = (figure: Figure, ratio: number): Figure => ({
  ...figure,
  sustained: figure.best * ratio,
  throttleRatio: ratio,
});

const doneStep = (kind: CheckKind, subject: string, change: Partial<CheckStep>): CheckStep => ({
  id: `${kind}:${change.gpuId ?? 'pc'}`,
  kind,
  gpuId: null,
  subject,
  state: 'done',
  progress: 1,
  gaveWay: 0,
  figure: null,
  verdict: 'passed',
  coverage: null,
  reference: null,
  gap: [],
  conditions: null,
  previousMedian: null,
  problem: null,
  ...change,
});

const processor = 'AMD Ryzen 9 7900X';
const folder = '/home/ada/.local/share/perigee';

const pcSteps = (mode: CheckMode): CheckStep[] => {
  const rate = (kind: CheckKind, subject: string, figure: Figure, lastTime: number | null): CheckStep =>
    doneStep(kind, subject, { figure, previousMedian: lastTime === null ? null : figure.median * lastTime });
  const all = [
    rate('network_link', '', single('Mbit/s', 642), 1.02),
    rate('cpu_single', processor, spread('MH/s', 21.6, 0.006), 1),
    rate('cpu_throughput', processor, spread('MH/s', 318, 0.011), 0.98),
    rate('cpu_memory', processor, spread('GB/s', 61.2, 0.02), null),
    rate('cpu_chain', processor, spread('MH/s', 20.9, 0.005), 1),
    rate('disk_sequential', folder, spread('MB/s', 6_840, 0.06), 1.16),
    doneStep('disk_random', folder, { verdict: 'not_offered' }),
  ];
  return mode === 'full' ? all : all.filter(({ kind }) => !['cpu_memory', 'cpu_chain', 'disk_random'].includes(kind));
};

/** Of the reference; 0: not offered. */
const parts = {
  fp32_throughput: 0.93,
  fp16_throughput: 0.91,
  int32_throughput: 0.79,
  matrix_throughput: 0,
  memory_bandwidth: 0.91,
  memory_copy: 0.86,
  random_read: 0.64,
  host_to_device: 0.82,
  device_to_host: 0.84,
} as const;
const units: Partial<Record<CheckKind, Figure['unit']>> = {
  fp32_throughput: 'GFLOPS',
  fp16_throughput: 'GFLOPS',
  int32_throughput: 'GOPS',
};

const conditions = { coreClockMhz: 2_610, memoryClockMhz: 10_501, temperatureCelsius: 71, powerWatts: 318 };

const figureSteps = (gpu: Gpu): CheckStep[] => {
  const subject = gpu.name.value ?? gpu.id;
  const model = modelOf({ pciId: gpu.pciId.value, name: gpu.name.value });
  const step = (kind: CheckKind, change: Partial<CheckStep>): CheckStep =>
    doneStep(kind, subject, { gpuId: gpu.id, conditions, ...change });
  const beside = (kind: keyof typeof parts): CheckStep => {
    const unit = units[kind] ?? 'GB/s';
    const reference = model && referenceFor(model, kind, unit);
    if (parts[kind] === 0 || !reference) return step(kind, { verdict: 'not_offered', conditions: null });
    const figure = spread(unit, reference.value * parts[kind], 0.012);
    return step(kind, {
      figure: kind === 'fp32_throughput' || kind === 'memory_bandwidth' ? held(figure, 0.97) : figure,
      reference,
      previousMedian: figure.median * 0.995,
    });
  };
  return [
    step('launch_latency', { figure: spread('µs', 24.3, 0.04), previousMedian: 23.1 }),
    beside('fp32_throughput'),
    beside('fp16_throughput'),
    beside('int32_throughput'),
    step('dot4_throughput', { figure: spread('GOPS', 41_200, 0.01) }),
    beside('matrix_throughput'),
    step('gemm_throughput', { figure: spread('GFLOPS', 29_600, 0.02), previousMedian: 29_900 }),
    step('int8_product', { figure: spread('GOPS', 31_800, 0.015) }),
    beside('memory_bandwidth'),
    beside('memory_copy'),
    beside('random_read'),
    beside('host_to_device'),
    beside('device_to_host'),
  ];
};

const coverageOf = (gpu: Gpu): Coverage => {
  const totalBytes = gpu.vramBytes.value ?? gib;
  return {
    coveredBytes: totalBytes - 2 * gib,
    totalBytes,
    wrongWords: 0,
    firstWrong: [],
    wrongBits: null,
    shards: totalBytes / gib - 2,
    slowShards: 0,
    heldBy: [
      { name: 'firefox', bytes: Math.round(0.6 * gib) },
      { name: 'Xorg', bytes: Math.round(0.3 * gib) },
    ],
  };
};

const memoryStep = (gpu: Gpu, passes: number, change: Partial<Coverage> = {}): CheckStep => {
  const coverage = { ...coverageOf(gpu), ...change };
  return doneStep('vram_pattern', gpu.name.value ?? gpu.id, {
    gpuId: gpu.id,
    conditions,
    figure: { ...single('MB', coverage.coveredBytes / 1e6), windows: passes },
    verdict: coverage.wrongWords === 0 && coverage.slowShards === 0 ? 'passed' : 'failed',
    coverage,
  });
};

const inQuick: readonly CheckKind[] = [
  'fp32_throughput',
  'int32_throughput',
  'memory_bandwidth',
  'random_read',
  'host_to_device',
];

const planFor = (gpus: readonly Gpu[], mode: CheckMode): CheckStep[] => {
  if (mode === 'memory' || mode === 'memory_long') return gpus.map((gpu) => memoryStep(gpu, 1_140));
  return [
    ...pcSteps(mode),
    ...gpus.flatMap((gpu) => [
      ...figureSteps(gpu).filter(({ kind }) => mode === 'full' || inQuick.includes(kind)),
      memoryStep(gpu, 10),
      doneStep('proof_rehearsal', gpu.name.value ?? gpu.id, { gpuId: gpu.id, figure: single('s', 4.51), conditions }),
    ]),
  ];
};

const unfinished = (step: CheckStep, progress: number): CheckStep => ({
  ...step,
  state: progress > 0 ? 'running' : 'waiting',
  progress: Math.max(0, progress),
  figure: null,
  verdict: null,
  coverage: null,
  reference: null,
  conditions: null,
});

/** @param done how many steps are done, with a fraction for the one that runs */
export const runAt = (startedAt: number, done: number, gpus: readonly Gpu[], mode: CheckMode): CheckRun => {
  const plan = planFor(gpus, mode);
  const isDone = done >= plan.length;
  return {
    id: 'run-1',
    mode,
    state: isDone ? 'done' : 'running',
    startedAt,
    finishedAt: isDone ? startedAt + 412_000 : null,
    steps: plan.map((step, index) => (done >= index + 1 ? step : unfinished(step, done - index))),
  };
};

const changed = (run: CheckRun, kind: CheckKind, gpuId: string | null, change: Partial<CheckStep>): CheckRun => ({
  ...run,
  steps: run.steps.map((step) => (step.kind === kind && step.gpuId === gpuId ? { ...step, ...change } : step)),
});

/** All passed, and two figures are lower than they should be: a narrow slot, and a card that got hot. */
export const runWithGaps = (startedAt: number, hot: Gpu, narrow: Gpu): CheckRun => {
  const fleet: Reference = { value: 71_900, source: 'fleet', url: null, expectedRatio: 0.93 };
  const slot: Reference = { value: 31.5, source: 'catalogue', url: null, expectedRatio: 0.7 };
  const isHot = changed(runAt(startedAt, 99, [hot, narrow], 'full'), 'fp32_throughput', hot.id, {
    figure: held(spread('GFLOPS', 61_800, 0.03), 0.81),
    reference: fleet,
    gap: ['thermal', 'power_limit', 'in_use', 'driver'],
    conditions: { ...conditions, temperatureCelsius: 86 },
  });
  return changed(isHot, 'host_to_device', narrow.id, {
    figure: spread('GB/s', 3.2, 0.01),
    reference: slot,
    gap: ['pcie_lanes', 'driver'],
  });
};

/** One card whose memory changed two bits, and one whose memory the driver moved into the PC. */
export const runWithBadMemory = (startedAt: number, worn: Gpu, short: Gpu): CheckRun => {
  const firstWrong = [0x1c40, 0x2_83f0_11c0, 0x5_4a2f_1c40, 0x5_4a2f_1c44].map((address, index) => ({
    address,
    differing: index === 3 ? 0x20020 : 0x20,
  }));
  const wrongBits = Array.from({ length: 32 }, (_, bit) => (bit === 5 ? 37 : bit === 17 ? 4 : 0));
  return {
    ...runAt(startedAt, 99, [worn, short], 'memory'),
    steps: [
      memoryStep(worn, 1_140, { wrongWords: 37, firstWrong, wrongBits }),
      memoryStep(short, 1_020, { slowShards: 2 }),
    ],
  };
};
