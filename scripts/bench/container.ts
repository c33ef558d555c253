/**
 * From asking for a container to its first line of output: through the app's worker (admission, journal on disk,
 * hardened container, log followed) against `docker run` of the same image, in turn.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { systemClock } from '../../electron/core/system-clock.ts';
import { connectEngine } from '../../electron/docker/engine.ts';
import { openDatabase } from '../../electron/storage/database.ts';
import { openRecords } from '../../electron/storage/records.ts';
import { shelvedImageSchema } from '../../electron/worker/image-shelf.ts';
import { jobRecordSchema } from '../../electron/worker/job-machine.ts';
import { openJobJournal } from '../../electron/worker/journal.ts';
import { createWorker, type Worker } from '../../electron/worker/worker.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { readProvisionFacts } from '../provision/facts.ts';
import { type Figure, figureOf } from './figure.ts';

const runs = 15;
const jobMemoryBytes = 64 * 1024 ** 2;

const specOf = (image: string): JobSpec => ({
  id: `bench-${randomUUID()}`,
  image,
  command: ['/bin/sh', '-c', 'echo first; exec sleep 30'],
  env: {},
  workdir: null,
  memoryBytes: jobMemoryBytes,
  cpuThreads: 1,
  pids: 32,
  scratchBytes: 0,
  gpus: [],
  network: 'none',
  maxSeconds: 60,
});

const throughApp = async (worker: Worker, image: string): Promise<number> => {
  const spec = specOf(image);
  const startedAt = performance.now();
  const verdict = await worker.offer(spec, { expiresAt: Date.now() + 60_000, imageVouchedBy: 'network' });
  if (verdict.kind === 'refused') throw new Error(`the job was refused: ${JSON.stringify(verdict.problem)}`);
  const reading = new AbortController();
  let elapsedMs = Number.NaN;
  for await (const line of worker.log(spec.id, reading.signal) ?? [])
    if (line.source === 'renter') {
      elapsedMs = performance.now() - startedAt;
      break;
    }
  reading.abort();
  await worker.stop(spec.id, 'owner');
  return elapsedMs;
};

const throughDocker = (image: string, socketPath: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const name = `bench-${randomUUID()}`;
    const host = ['-H', `unix://${socketPath}`];
    const startedAt = performance.now();
    const args = [
      'run',
      '--rm',
      '--name',
      name,
      '--network',
      'none',
      '--memory',
      String(jobMemoryBytes),
      image,
      ...specOf(image).command,
    ];
    const child = spawn('docker', [...host, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    let elapsedMs = Number.NaN;
    child.once('error', reject);
    child.stdout.once('data', () => {
      elapsedMs = performance.now() - startedAt;
      spawn('docker', [...host, 'kill', name], { stdio: 'ignore' });
    });
    child.once('exit', () => resolve(elapsedMs));
  });

export const benchContainer = async (): Promise<Figure[]> => {
  const facts = await readProvisionFacts();
  const image = facts?.images.demo;
  if (!facts?.engineSocket || !image) throw new Error('no engine or test image: run node scripts/provision/main.ts');
  const dir = mkdtempSync(join(tmpdir(), 'perigee-bench-'));
  const database = openDatabase(join(dir, 'state.db'), Date.now());
  const engine = connectEngine({
    socketPaths: [facts.engineSocket],
    owner: `bench-${randomUUID()}`,
    clock: systemClock,
  });
  const records = <T>(kind: string, schema: z.ZodType<T>) =>
    openRecords({ database, kind, schema, now: systemClock.now, onFault: () => undefined });
  const journal = openJobJournal(records('job', jobRecordSchema));
  const worker = createWorker({
    engine,
    journal,
    images: records('image', shelvedImageSchema),
    clock: systemClock,
    policy: () => ({
      limits: { cpuThreads: 2, memoryBytes: 1024 ** 3, scratchBytes: 0, pids: 64, networkBytes: 0 },
      registries: [facts.registry ?? ''],
      leasedGpus: [],
    }),
    onEvent: () => undefined,
    graceMs: 1_000,
  });
  const app: number[] = [];
  const docker: number[] = [];
  try {
    // One pair that is not counted pulls the image.
    for (let run = 0; run <= runs; run += 1) {
      const appMs = await throughApp(worker, image);
      const dockerMs = await throughDocker(image, facts.engineSocket);
      if (run === 0) continue;
      app.push(appMs);
      docker.push(dockerMs);
    }
  } finally {
    await worker.close();
    engine.close();
    database.close();
    rmSync(dir, { recursive: true, force: true });
  }
  const ratios = app.map((ms, run) => ms / (docker[run] ?? Number.NaN));
  return [
    figureOf('container to first output, through the app', 'ms', null, app),
    figureOf('container to first output, docker run', 'ms', null, docker),
    figureOf('container start, app ÷ docker run', '×', 1.1, ratios),
  ];
};
