/** Jobs that this PC is offered by itself: one that its owner described, and the demo job of Localnet's play renter. */
import type { Status } from '../../shared/contract/app/status.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { jobSpecSchema } from '../../shared/contract/job-spec.ts';
import type { ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import { isLive } from '../device/activity.ts';
import type { JobIntake } from '../device/job-intake.ts';
import type { Worker } from '../worker/worker.ts';
import type { WayToNetwork } from './way-to-network.ts';

export interface OwnJobs {
  /** @returns the job's id @throws JOB_REFUSED */
  offer(text: string): Promise<string>;
  /** Nothing while no job could be taken. */
  offerDemo(): void;
}

export const createOwnJobs = (options: {
  way: Pick<WayToNetwork, 'offerJob' | 'offerDemoJob'>;
  worker: Pick<Worker, 'judge' | 'state'>;
  status: ReadonlyCell<Status>;
  hasTaken: JobIntake['hasTaken'];
  takesJobs: () => boolean;
  offersDemoJob: boolean;
  log: Log;
}): OwnJobs => {
  const { way, worker, status, takesJobs, log } = options;
  return {
    offer: async (text) => {
      const { jobId, reasons } = await worker.judge(text);
      const refused = (...codes: string[]) => new PerigeeError('JOB_REFUSED', { jobId, reasons: codes });
      if (reasons.length > 0) throw refused(...reasons.map(({ code }) => code));
      const { activity, device: known } = status.get();
      if (worker.state.get().jobs.some(isLive)) throw refused('busy');
      if (activity !== 'ready' || known === null || !takesJobs()) throw refused('not_ready');
      const spec = jobSpecSchema.parse(JSON.parse(text));
      // It comes back over the session, where another offer may be first.
      const taken = options.hasTaken(spec.id);
      const answer = await way.offerJob(known.id, spec);
      if (answer !== 'offered') throw refused(answer === 'id_taken' ? 'id_taken' : 'not_ready');
      if (!(await taken)) throw refused('busy');
      return spec.id;
    },
    offerDemo: () => {
      const { activity, device: known } = status.get();
      if (activity !== 'ready' || known === null || !options.offersDemoJob || !takesJobs()) return;
      way.offerDemoJob(known.id).catch((error: unknown) => log.warn('demo_job_not_offered', { detail: String(error) }));
    },
  };
};
