/** What a page asks the core for when it is opened, and again when the core is back: the answer, or why there is none. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type CallFailure, useAction } from './action.ts';
import type { CoreClient } from './core-client.ts';
import { useConnection } from './store.ts';

export interface Reading<Result> {
  /** null: not read yet, or not for this key. What was read stays while it is read again. */
  value: Result | null;
  failure: CallFailure | null;
  /** Reads it anew. */
  again(): void;
  /** Shows what another call answered in its place. */
  replace(value: Result): void;
}

/** @param key  what it is asked about; another one is another reading */
export const useReading = <Result>(
  call: (core: CoreClient, signal: AbortSignal) => Promise<Result>,
  key = '',
): Reading<Result> => {
  const [read, setRead] = useState<{ key: string; value: Result } | null>(null);
  const { run, failure } = useAction(call);
  const latest = useRef(run);
  latest.current = run;
  const isOpen = useConnection().kind === 'open';
  const replace = useCallback((value: Result): void => setRead({ key, value }), [key]);
  const again = useCallback((): void => {
    void latest.current().then((value) => {
      if (value !== null) replace(value);
    });
  }, [replace]);
  useEffect(() => {
    if (isOpen) again();
  }, [again, isOpen]);
  return { value: read?.key === key ? read.value : null, failure, again, replace };
};
