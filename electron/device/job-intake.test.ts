import { expect, it } from 'vitest';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import { demoJobSpec } from '../../tests/fakes/demo-job.ts';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import type { Worker } from '../worker/worker.ts';
import { createJobIntake } from './job-intake.ts';
import { createProblemBoard } from './problem-board.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

it('gives a job as many cards of its own choice as the renter left to it, or refuses', async () => {
  const clock = createManualClock(0);
  const told: DeviceEvent[] = [];
  const offered: JobSpec[] = [];
  const worker: Pick<Worker, 'offer' | 'setPay'> = {
    offer: async (spec) => {
      offered.push(spec as JobSpec);
      return { kind: 'accepted', jobId: (spec as JobSpec).id };
    },
    setPay: () => undefined,
  };
  const intake = createJobIntake({
    ...{ clock, worker: worker as Worker, problems: createProblemBoard(clock), takesJobs: () => true },
    report: (event) => told.push(event),
    leasedGpus: () => ['0x1', '0x2'],
  });
  const spec = demoJobSpec('j', `docker.io/library/x@sha256:${'a'.repeat(64)}`);
  const offer = {
    ...{ offerId: 'o', deviceId: 'd', spec, pay: '1', expiresAt: 1, whenOwnerReturns: 'freeze' as const },
    ...{ imageSignature: null, signature: '' },
  };
  intake.take(offer);
  intake.take({ ...offer, gpuCount: 2 });
  intake.take({ ...offer, gpuCount: 3 });
  await settle();
  expect(offered.map(({ gpus }) => gpus)).toEqual([[], ['0x1', '0x2']]);
  expect(told).toMatchObject([{ kind: 'job_ended', jobId: 'j', outcome: 'refused' }]);
});
