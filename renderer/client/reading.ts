/** Something asked of the core for as long as a page shows it: again when the question changes, and now and then. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type CallFailure, failureOf } from './action.ts';
import type { CoreClient } from './core-client.ts';
import { coreStore, useConnection } from './store.ts';

export interface Reading<Result> {
  /** The last answer to this question; null before the first. */
  value: Result | null;
  /** Why the latest try did not work; what was read before stays beside it. */
  failure: CallFailure | null;
  /** Asks now; what was read stays until the answer is there. */
  again(): void;
  /** Shows what another call answered in its place. */
  replace(value: Result): void;
}

const answerMs = 15_000;

/**
 * @param question  names what is asked; null: nothing is
 * @param everyMs  asks again after so long; null: once
 */
export const useReading = <Result>(
  question: string | null,
  ask: (core: CoreClient, signal: AbortSignal) => Promise<Result>,
  everyMs: number | null = null,
): Reading<Result> => {
  const client = useStore(coreStore, (view) => view.client);
  const isOpen = useConnection().kind === 'open';
  const [answer, setAnswer] = useState<(Pick<Reading<Result>, 'value' | 'failure'> & { question: string }) | null>(
    null,
  );
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const replace = useCallback(
    (value: Result) => {
      if (question !== null) setAnswer({ question, value, failure: null });
    },
    [question],
  );
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (client === null || !isOpen || question === null || round < 0) return;
    const ended = new AbortController();
    const read = (): void => {
      latest.current(client, AbortSignal.any([ended.signal, AbortSignal.timeout(answerMs)])).then(
        (value) => {
          if (!ended.signal.aborted) setAnswer({ question, value, failure: null });
        },
        (cause: unknown) => {
          if (ended.signal.aborted) return;
          const failure = failureOf(cause);
          setAnswer((before) => ({ question, value: before?.question === question ? before.value : null, failure }));
        },
      );
    };
    read();
    const timer = everyMs === null ? undefined : setInterval(read, everyMs);
    return () => {
      clearInterval(timer);
      ended.abort();
    };
  }, [client, isOpen, question, everyMs, round]);
  const { value, failure } = answer?.question === question ? answer : { value: null, failure: null };
  return { value, failure, again, replace };
};
