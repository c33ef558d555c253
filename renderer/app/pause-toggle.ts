/** Pause and its counterparts, shared by the sidebar, the `p` key and Home. */
import { type CallFailure, useAction } from '../client/action.ts';
import { useTopic } from '../client/store.ts';
import { type PauseStep, pauseStepOf } from './activity.ts';

/** A running job gets its grace before it is stopped, so pausing may take longer than another call. */
const pauseTimeoutMs = 120_000;

export interface PauseToggle {
  step: PauseStep | null;
  isBusy: boolean;
  failure: CallFailure | null;
  toggle(): void;
}

export const usePauseToggle = (): PauseToggle => {
  const { activity } = useTopic('status');
  const step = pauseStepOf(activity);
  const { run, isBusy, failure } = useAction(
    (core, signal, wanted: PauseStep) => core.control[wanted](undefined, { signal }),
    pauseTimeoutMs,
  );
  return {
    step,
    isBusy,
    failure,
    toggle: () => {
      if (step !== null && !isBusy) void run(step);
    },
  };
};
