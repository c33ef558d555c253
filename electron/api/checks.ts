/** The check suite. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const checksHandlers = (base: Base, { checks }: Services) => ({
  start: base.checks.start.handler(({ input, errors }) => {
    const { run } = checks.state.get();
    if (run?.state === 'running') throw errors.CHECKS_BUSY({ data: { runId: run.id } });
    return checks.start(input.mode);
  }),
  cancel: base.checks.cancel.handler(async () => ({ cancelled: await checks.cancel() })),
});
