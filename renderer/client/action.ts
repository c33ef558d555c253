/** One call of the core on behalf of a button: busy while it runs, and the coded failure when it did not work. */
import { useCallback, useRef, useState } from 'react';
import type { CoreClient } from './core-client.ts';
import { coreStore } from './store.ts';

/** `code` is a contract or problem code; `DISCONNECTED` and `TIMED_OUT` are this side's own. */
export interface CallFailure {
  code: string;
  data: unknown;
}

export interface Action<Args extends unknown[], Result> {
  /** Never rejects. @returns null when it failed; the reason is in `failure` */
  run(...args: Args): Promise<Result | null>;
  isBusy: boolean;
  failure: CallFailure | null;
  clear(): void;
  /** Ends the call under way, which then settles with null and leaves no failure. */
  cancel(): void;
}

const callTimeoutMs = 30_000;

export const failureOf = (cause: unknown): CallFailure => {
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return { code: 'TIMED_OUT', data: null };
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') {
    return { code: cause.code, data: 'data' in cause ? cause.data : null };
  }
  return { code: 'INTERNAL', data: null };
};

/** @param call must pass the signal on, so that the call settles */
export const useAction = <Args extends unknown[], Result>(
  call: (core: CoreClient, signal: AbortSignal, ...args: Args) => Promise<Result>,
  timeoutMs: number = callTimeoutMs,
): Action<Args, Result> => {
  const [state, setState] = useState<{ isBusy: boolean; failure: CallFailure | null }>({
    isBusy: false,
    failure: null,
  });
  const underWay = useRef<AbortController | null>(null);
  const run = async (...args: Args): Promise<Result | null> => {
    const { client } = coreStore.getState();
    if (client === null) {
      setState({ isBusy: false, failure: { code: 'DISCONNECTED', data: null } });
      return null;
    }
    setState({ isBusy: true, failure: null });
    const cancelled = new AbortController();
    underWay.current = cancelled;
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), cancelled.signal]);
      const result = await call(client, signal, ...args);
      setState({ isBusy: false, failure: null });
      return result;
    } catch (cause) {
      setState({ isBusy: false, failure: cancelled.signal.aborted ? null : failureOf(cause) });
      return null;
    }
  };
  const clear = useCallback(() => setState({ isBusy: false, failure: null }), []);
  const cancel = useCallback(() => underWay.current?.abort(), []);
  return { run, isBusy: state.isBusy, failure: state.failure, clear, cancel };
};
