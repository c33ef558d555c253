/** Made-up work for the fake core: a running job, one before it, their log and reach. */
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
  limits: { cpuThreads: 12, memoryBytes: 32 * gib, scratchBytes: 120 * gib, pids: 512, networkBytes: 10 * gib },
  usage: {
    ...{ cpuThreads: 4.1, memoryBytes: Math.round(9.6 * gib), processes: 37 },
    ...{ diskBytes: Math.round(1.3 * gib), networkBytes: Math.round(1.2 * gib) },
  },
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
    ['perigee', null, 'container created with 11 limits, network by its gateway'],
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
  network: 'gateway',
  hosts: ['huggingface.co:443', 'cdn-lfs.huggingface.co:443'],
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
