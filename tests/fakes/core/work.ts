/** Made-up work for the fake core: a running job and check runs. */
import type { CheckRun, CheckStep } from '../../../shared/contract/app/checks.ts';
import type { Job, LogLine, Reach } from '../../../shared/contract/app/worker.ts';
import { io } from './coins.ts';

const gib = 1024 ** 3;
const image = `ghcr.io/example/diffusion@sha256:${'9c1f4e'.repeat(10)}ab12`;

export const runningJob = (now: number): Job => ({
  id: 'job-8f31c2',
  image,
  state: 'running',
  offeredAt: now - 8_130_000,
  seenRunningAt: now - 8_040_000,
  endedAt: null,
  containerId: '4f2a9c1be07d',
  exitCode: null,
  pullProgress: null,
  limits: { cpuThreads: 12, memoryBytes: 32 * gib, scratchBytes: 120 * gib, pids: 512 },
  usage: { cpuThreads: 4.1, memoryBytes: Math.round(9.6 * gib) },
  pay: { state: 'estimate', amount: io('2.88') },
  problem: null,
});

export const doneJob = (now: number): Job => ({
  ...runningJob(now),
  id: 'job-71be09',
  state: 'done',
  offeredAt: now - 30_000_000,
  seenRunningAt: now - 29_900_000,
  endedAt: now - 22_000_000,
  containerId: null,
  exitCode: 0,
  usage: null,
  pay: { state: 'confirmed', amount: io('2.41') },
});

export const logOf = (now: number): LogLine[] =>
  [
    ['perigee', null, 'image checked against its digest'],
    ['perigee', null, 'container created with 10 limits, network none'],
    ['renter', 'stdout', 'loading weights: 11.2 GB'],
    ['renter', 'stderr', 'warning: tf32 is off'],
    ['renter', 'stdout', 'ready after 41.8 s'],
    ['renter', 'stdout', 'step 1200/4000 loss 0.0713'],
  ].map(([source, stream, text], index) => ({
    seq: index,
    at: now - (6 - index) * 4_000,
    source: source === 'renter' ? 'renter' : 'perigee',
    stream: stream === 'stdout' || stream === 'stderr' ? stream : null,
    text: text ?? '',
  }));

export const reach: Reach = {
  user: '65532:65532',
  network: 'none',
  capabilities: [],
  mounts: [
    { path: '/tmp', kind: 'tmpfs', sizeBytes: gib },
    { path: '/scratch', kind: 'volume', sizeBytes: 120 * gib },
  ],
  isRootReadOnly: true,
  gpus: ['NVIDIA GeForce RTX 4090'],
  imageDigest: image.split('@')[1] ?? '',
  memoryBytes: 32 * gib,
  cpuThreads: 12,
  pids: 512,
};

const kinds = ['cpu_throughput', 'fp32_throughput', 'memory_bandwidth', 'vram_pattern', 'proof_rehearsal'] as const;
const medians = {
  cpu_throughput: 412,
  fp32_throughput: 71_400,
  memory_bandwidth: 921,
  vram_pattern: 23_040,
  proof_rehearsal: 4.5,
};
const units = {
  cpu_throughput: 'GFLOPS',
  fp32_throughput: 'GFLOPS',
  memory_bandwidth: 'GB/s',
  vram_pattern: 'MB',
  proof_rehearsal: 's',
} as const;

const stepAt = (kind: (typeof kinds)[number], gpuId: string | null, subject: string, progress: number): CheckStep => {
  const isDone = progress >= 1;
  const median = medians[kind];
  return {
    id: `${kind}-${gpuId ?? 'cpu'}`,
    kind,
    gpuId,
    subject,
    state: isDone ? 'done' : progress > 0 ? 'running' : 'waiting',
    progress: Math.min(1, Math.max(0, progress)),
    figure: isDone ? { unit: units[kind], median, p10: median * 0.98, p90: median * 1.01, windows: 20 } : null,
    verdict: isDone ? 'passed' : null,
    coverage:
      kind === 'vram_pattern' && isDone
        ? { coveredBytes: Math.round(22.9 * gib), totalBytes: 24 * gib, wrongWords: 0 }
        : null,
    previousMedian: isDone && kind !== 'vram_pattern' ? median * 0.995 : null,
    problem: null,
  };
};

/** @param done how many steps are done, with a fraction for the one that runs */
export const runAt = (
  startedAt: number,
  done: number,
  subjects: { gpuId: string; name: string }[],
  mode: 'quick' | 'full',
): CheckRun => {
  const planned = [
    { kind: 'cpu_throughput' as const, gpuId: null, subject: 'AMD Ryzen 9 7900X' },
    ...subjects.flatMap(({ gpuId, name }) => kinds.slice(1).map((kind) => ({ kind, gpuId, subject: name }))),
  ];
  const steps = planned.map(({ kind, gpuId, subject }, index) => stepAt(kind, gpuId, subject, done - index));
  const isDone = done >= steps.length;
  return {
    id: 'run-1',
    mode,
    state: isDone ? 'done' : 'running',
    startedAt,
    finishedAt: isDone ? startedAt + 96_000 : null,
    steps,
  };
};
