/** Renters' jobs: judge, offer, stop, log, reach. */
import type { LogLine } from '../../shared/contract/app/worker.ts';
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const workerHandlers = (base: Base, { worker, offerOwnJob }: Services) => {
  const stateOf = (jobId: string) => worker.state.get().jobs.find(({ id }) => id === jobId)?.state ?? null;
  return {
    check: base.worker.check.handler(({ input, signal }) => worker.judge(input.text, signal, input.signers)),
    offerOwn: base.worker.offerOwn.handler(async ({ input }) => ({ jobId: await offerOwnJob(input.text) })),
    stop: base.worker.stop.handler(async ({ input, errors }) => {
      if (stateOf(input.jobId) === null) throw errors.JOB_NOT_FOUND({ data: input });
      await worker.stop(input.jobId, 'owner');
      return { state: stateOf(input.jobId) ?? 'done' };
    }),
    log: base.worker.log.handler(async function* ({ input, signal, errors }): AsyncGenerator<LogLine> {
      if (stateOf(input.jobId) === null) throw errors.JOB_NOT_FOUND({ data: input });
      yield* worker.log(input.jobId, signal ?? new AbortController().signal) ?? [];
    }),
    reach: base.worker.reach.handler(({ input, errors }) => {
      if (stateOf(input.jobId) === null) throw errors.JOB_NOT_FOUND({ data: input });
      return worker.reach(input.jobId);
    }),
  };
};
