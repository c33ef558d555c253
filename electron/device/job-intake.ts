/** Takes offers to the worker, tells the network what became of those that were not taken, and keeps each job's pay. */
import { randomUUID } from 'node:crypto';
import type { Earnings } from '../../shared/contract/app/earnings.ts';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import type { JobOffer } from '../../shared/contract/network/session.ts';
import type { Worker } from '../worker/worker.ts';
import type { ProblemBoard } from './problem-board.ts';

export interface JobIntake {
  take(offer: JobOffer): void;
  /** Marks what the ledger has of each job's pay. */
  notePay(ledger: Earnings['ledger']): void;
}

export const createJobIntake = (options: {
  worker: Worker;
  problems: ProblemBoard;
  report: (event: DeviceEvent, id: string) => void;
  /** The owner takes jobs now: wants them, is not paused and not finishing. */
  takesJobs: () => boolean;
}): JobIntake => {
  const { worker, problems, report } = options;

  const refuse = (jobId: string): void =>
    report({ kind: 'job_ended', jobId, outcome: 'refused', exitCode: null, ranMs: 0 }, randomUUID());

  const decide = async ({ spec, pay, expiresAt }: JobOffer): Promise<void> => {
    if (!options.takesJobs()) return refuse(spec.id);
    const verdict = await worker.offer(spec, { expiresAt });
    if (verdict.kind === 'accepted') {
      worker.setPay(verdict.jobId, { state: 'estimate', amount: BigInt(pay) });
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
