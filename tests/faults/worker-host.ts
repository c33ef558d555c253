/**
 * A process with the real worker, the real engine and the real journal, made to be killed. Reads its orders from the
 * environment, writes each reported change of state to a file, and exits with 0 once every job has ended.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../electron/core/system-clock.ts';
import { connectEngine, type Engine } from '../../electron/docker/engine.ts';
import { openDatabase } from '../../electron/storage/database.ts';
import { openRecords } from '../../electron/storage/records.ts';
import { jobRecordSchema } from '../../electron/worker/job-machine.ts';
import { type JobJournal, openJobJournal } from '../../electron/worker/journal.ts';
import { createWorker } from '../../electron/worker/worker.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { createMemoryImages } from '../fakes/memory-images.ts';

export type DeathMoment = 'after_intent' | 'after_create' | 'after_created_journal' | 'after_start' | 'never';

export interface HostOrders {
  socketPath: string;
  owner: string;
  dir: string;
  registry: string;
  dies: DeathMoment;
  /** Offered once the past is recovered; null: only recovers. */
  offer: JobSpec | null;
}

const orders = JSON.parse(process.env.WORKER_HOST_ORDERS ?? '{}') as HostOrders;
const dieAt = (moment: DeathMoment): void => {
  if (orders.dies === moment) process.kill(process.pid, 'SIGKILL');
};

const database = openDatabase(join(orders.dir, 'state.sqlite'), Date.now());
const kept = openJobJournal(
  openRecords({ database, kind: 'job', schema: jobRecordSchema, now: Date.now, onFault: () => process.exit(3) }),
);
const journal: JobJournal = {
  ...kept,
  put: (record) => {
    kept.put(record);
    if (record.state === 'starting') dieAt(record.containerId === null ? 'after_intent' : 'after_created_journal');
  },
};

const real = connectEngine({ socketPaths: [orders.socketPath], owner: orders.owner, clock: systemClock });
const engine: Engine = {
  ...real,
  create: async (...given) => {
    const made = await real.create(...given);
    dieAt('after_create');
    return made;
  },
  start: async (...given) => {
    await real.start(...given);
    dieAt('after_start');
  },
};

const worker = createWorker({
  ...{ engine, journal, images: createMemoryImages(), clock: systemClock, graceMs: 1000 },
  policy: () => ({
    limits: { cpuThreads: 2, memoryBytes: 2 ** 30, pids: 512, scratchBytes: 2 ** 28, networkBytes: 0 },
    registries: [orders.registry],
    leasedGpus: [],
  }),
  onEvent: (event) => appendFileSync(join(orders.dir, 'events.jsonl'), `${JSON.stringify(event)}\n`),
});

/** How long after the start of this process a job of before was heard. */
const noteHeardAgain = async (jobId: string): Promise<void> => {
  for await (const { source } of worker.log(jobId, AbortSignal.timeout(30_000)) ?? []) {
    if (source !== 'renter') continue;
    writeFileSync(join(orders.dir, 'heard-again-ms'), String(Math.round(performance.now())));
    return;
  }
};

await worker.recover();
for (const { id, state } of worker.state.get().jobs) if (state === 'running') void noteHeardAgain(id);
if (orders.offer !== null)
  await worker.offer(orders.offer, { expiresAt: Date.now() + 60_000, imageVouchedBy: 'network' });
while (worker.state.get().jobs.some(({ endedAt }) => endedAt === null)) await systemClock.sleep(20);
await systemClock.sleep(300);
await worker.close();
database.close();
