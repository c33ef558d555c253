/** Takes offers to the worker, tells the network what became of those that were not taken, and keeps each job's pay. */
import { randomUUID } from 'node:crypto';
import type { Earnings } from '../../shared/contract/app/earnings.ts';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import type { JobOffer } from '../../shared/contract/network/session.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Worker } from '../worker/worker.ts';
import type { ProblemBoard } from './problem-board.ts';

export interface JobIntake {
  take(offer: JobOffer): void;
  /** Resolves once the next offer of that job was decided. @returns false when it was refused, or does not come */
  hasTaken(jobId: string): Promise<boolean>;
  /** Marks what the ledger has of each job's pay. */
  notePay(ledger: Earnings['ledger']): void;
}

/** An offer that was made comes over the session within this. */
const mostOnTheWayMs = 10_000;

export const createJobIntake = (options: {
  clock: Clock;
  worker: Worker;
  problems: ProblemBoard;
  report: (event: DeviceEvent, id: string) => void;
  /** The owner takes jobs now: wants them, is not paused and not finishing. */
  takesJobs: () => boolean;
  /** GPUs that a job may be given, by the ids that jobs know. */
  leasedGpus: () => readonly string[];
}): JobIntake => {
  const { clock, worker, problems, report } = options;
  const waiting = new Map<string, (isTaken: boolean) => void>();

  const refuse = (jobId: string): void => {
    waiting.get(jobId)?.(false);
    report({ kind: 'job_ended', jobId, outcome: 'refused', exitCode: null, ranMs: 0 }, randomUUID());
  };

  /** With the cards that the renter left to this device. @returns null when it has not as many */
  const withGpus = ({ spec, gpuCount = 0 }: JobOffer): JobSpec | null => {
    const free = options.leasedGpus().filter((gpu) => !spec.gpus.includes(gpu));
    return free.length < gpuCount ? null : { ...spec, gpus: [...spec.gpus, ...free.slice(0, gpuCount)] };
  };

  const decide = async (offer: JobOffer): Promise<void> => {
    const { spec, pay, expiresAt, whenOwnerReturns, imageSignature } = offer;
    const given = withGpus(offer);
    if (!options.takesJobs() || given === null) return refuse(spec.id);
    const verdict = await worker.offer(given, {
      expiresAt,
      whenOwnerReturns,
      // The link lets no offer through whose signature of the image is not the network's.
      imageVouchedBy: imageSignature === null ? null : 'network',
    });
    if (verdict.kind === 'accepted') {
      worker.setPay(verdict.jobId, { state: 'estimate', amount: BigInt(pay) });
      waiting.get(verdict.jobId)?.(true);
      return;
    }
    problems.raise(verdict.problem, `${spec.id} ${verdict.problem.code}`);
    refuse(spec.id);
  };

  return {
    take: (offer) => {
      decide(offer).catch((error: unknown) => {
        const { id } = offer.spec;
        if (isPerigeeError(error)) problems.raise(error.problem, `${id} ${error.code}`);
        try {
          refuse(id);
        } catch {
          // Not even the refusal can be written down; unanswered, the offer lapses.
        }
      });
    },
    hasTaken: async (jobId) => {
      const late = new AbortController();
      const decided = new Promise<boolean>((resolve) => waiting.set(jobId, resolve));
      try {
        return await Promise.race([decided, clock.sleep(mostOnTheWayMs, late.signal).then(() => false)]);
      } finally {
        late.abort();
        waiting.delete(jobId);
      }
    },
    notePay: (ledger) => {
      const known = new Map(worker.state.get().jobs.map((job) => [job.id, job.pay]));
      for (const { kind, reference, state, amount } of ledger) {
        if (kind !== 'job_pay' || state === 'slashed' || !known.has(reference)) continue;
        const before = known.get(reference);
        if (before?.state !== state || before.amount !== amount) worker.setPay(reference, { state, amount });
      }
    },
  };
};
