/** Mending this PC: what would be done, doing it, taking it back. */
import type { Started } from '../mending/desk.ts';
import type { Base } from './base.ts';
import type { Services } from './services.ts';

const never = new AbortController().signal;

export const mendingHandlers = (base: Base, { mending }: Services) => {
  const answer = (
    started: Started,
    errors: { MENDING_BUSY(): Error; MENDING_CHANGED(): Error; MENDING_BY_HAND(): Error },
  ): { runId: string } => {
    if (started.kind === 'started') return { runId: started.runId };
    if (started.kind === 'busy') throw errors.MENDING_BUSY();
    throw started.kind === 'changed' ? errors.MENDING_CHANGED() : errors.MENDING_BY_HAND();
  };
  return {
    plan: base.mending.plan.handler(({ input, signal }) => mending.plan(input.code, signal ?? never)),
    start: base.mending.start.handler(async ({ input, signal, errors }) =>
      answer(await mending.start(input.code, input.fingerprint, signal ?? never), errors),
    ),
    undo: base.mending.undo.handler(({ input, errors }) => answer(mending.undo(input.fingerprint), errors)),
    stop: base.mending.stop.handler(() => ({ stopping: mending.stop() })),
  };
};
