/** Pause and its counterparts, shared by the sidebar, the `p` key and Home. */
import { useAction } from '../client/action.ts';
import { useTopic } from '../client/store.ts';
import { type PauseStep, pauseStepOf } from './activity.ts';

/** A running job gets its grace before it is stopped, so pausing may take longer than another call. */
const pauseTimeoutMs = 120_000;

export interface PauseToggle {
  step: PauseStep | null;
  isBusy: boolean;
  toggle(): void;
}

export const usePauseToggle = (): PauseToggle => {
  const { activity } = useTopic('status');
  const step = pauseStepOf(activity);
  const { run, isBusy } = useAction(
    (core, signal, wanted: PauseStep) => core.control[wanted](undefined, { signal }),
    pauseTimeoutMs,
  );
  return {
    step,
    isBusy,
    toggle: () => {
      if (step !== null && !isBusy) void run(step);
    },
  };
};
