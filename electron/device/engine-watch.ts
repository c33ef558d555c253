/**
 * Keeps an eye on the container engine while this device wants to work: seldom while it answers, every ten seconds
 * while it does not. A running job watches its own engine.
 */

import type { Inventory } from '../../shared/contract/app/machine.ts';
import type { ProblemCode } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import { createBackgroundWork } from '../machine/watch/background-work.ts';
import type { ProblemBoard } from './problem-board.ts';

export const engineCodes: readonly ProblemCode[] = [
  'ENGINE_ABSENT',
  'ENGINE_UNREACHABLE',
  'ENGINE_DENIED',
  'ENGINE_NOT_LINUX',
  'ENGINE_OUTDATED',
];

const calmMs = 30_000;
const awayMs = 10_000;

export interface EngineWatch {
  /** Begins with a look at once; nothing when already started. */
  start(): void;
  /** Looks soon, where it was started; once more where it looks just now, which may have begun too early. */
  lookNow(): void;
  stop(): Promise<void>;
}

export const createEngineWatch = (options: {
  clock: Clock;
  problems: ProblemBoard;
  readEngine: (signal: AbortSignal) => Promise<Inventory['engine']>;
  isBusy: () => boolean;
  /** Told of each look that found something else than the last. */
  onChange: (engine: Inventory['engine']) => void;
}): EngineWatch => {
  const { clock, problems } = options;
  let last = '';
  let waiting = new AbortController();

  const look = async (signal: AbortSignal): Promise<boolean> => {
    if (options.isBusy()) return true;
    const engine = await options.readEngine(signal);
    if (signal.aborted) return true;
    const seen = JSON.stringify(engine);
    if (seen !== last) {
      last = seen;
      problems.clear(...engineCodes);
      if (engine.problem) problems.raise(engine.problem, engine.problem.code);
      options.onChange(engine);
    }
    return engine.problem === null;
  };

  const work = createBackgroundWork(async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      waiting = new AbortController();
      const isWell = await look(signal).catch(() => false);
      await clock.sleep(isWell ? calmMs : awayMs, AbortSignal.any([signal, waiting.signal])).catch(() => undefined);
    }
  });

  return {
    start: work.start,
    lookNow: () => waiting.abort(),
    stop: async () => {
      last = '';
      await work.stop();
      problems.clear(...engineCodes);
    },
  };
};
