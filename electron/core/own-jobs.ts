/** The jobs that Localnet's play renter offers this device: the owner's own, and the demo job. */

import { PerigeeError } from '../../shared/contract/codes.ts';
import { jobSpecSchema } from '../../shared/contract/job-spec.ts';
import type { Log } from '../../shared/log.ts';
import { isLive } from '../device/activity.ts';
import type { Device } from '../device/device.ts';
import type { JobIntake } from '../device/job-intake.ts';
import type { Worker } from '../worker/worker.ts';
import type { WayToNetwork } from './way-to-network.ts';

export interface OwnJobs {
  /** @returns its id @throws JOB_REFUSED */
  offer(text: string): Promise<string>;
  /** Nothing where it does not fit just now. */
  offerDemo(): void;
}

export const createOwnJobs = (options: {
  log: Log;
  worker: Worker;
  intake: JobIntake;
  way: WayToNetwork;
  device: () => Device;
  takesJobs: () => boolean;
  offersDemoJob: boolean;
}): OwnJobs => {
  const { log, worker, intake, way, takesJobs } = options;
  /** The device that is ready for a job now; null: it is not. */
  const readyDevice = (): string | null => {
    const { activity, device } = options.device().status.get();
    return activity === 'ready' && takesJobs() ? (device?.id ?? null) : null;
  };
  return {
    offer: async (text) => {
      const { jobId, reasons } = await worker.judge(text);
      const refused = (...codes: string[]) => new PerigeeError('JOB_REFUSED', { jobId, reasons: codes });
      if (reasons.length > 0) throw refused(...reasons.map(({ code }) => code));
      if (worker.state.get().jobs.some(isLive)) throw refused('busy');
      const deviceId = readyDevice();
      if (deviceId === null) throw refused('not_ready');
      const spec = jobSpecSchema.parse(JSON.parse(text));
      // It comes back over the session, where another offer may be first.
      const taken = intake.hasTaken(spec.id);
      const answer = await way.offerJob(deviceId, spec);
      if (answer !== 'offered') throw refused(answer === 'no_session' ? 'not_ready' : answer);
      if (!(await taken)) throw refused('busy');
      return spec.id;
    },
    offerDemo: () => {
      const deviceId = readyDevice();
      if (deviceId === null || !options.offersDemoJob) return;
      way.offerDemoJob(deviceId).catch((error: unknown) => log.warn('demo_job_not_offered', { detail: String(error) }));
    },
  };
};
