/** Asks the core what the container of a job really got, once it exists. Nothing is assumed in between. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Job, Reach } from '../../../shared/contract/app/worker.ts';
import { coreStore } from '../../client/store.ts';
import { isLive } from './shown-job.ts';

export type ReachReading = { kind: 'not_yet' | 'waiting' | 'gone' | 'failed' } | { kind: 'known'; reach: Reach };

const askTimeoutMs = 15_000;

export const useReach = (job: Job): { reading: ReachReading; askAgain(): void } => {
  const client = useStore(coreStore, (view) => view.client);
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ containerId: string; attempt: number; reading: ReachReading } | null>(null);
  const { id, containerId, state } = job;
  useEffect(() => {
    // Asked again with each state: a container that is only being made has less to tell.
    if (client === null || containerId === null || !isLive({ state })) return;
    const ended = new AbortController();
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(askTimeoutMs)]);
    const settle = (reading: ReachReading): void => {
      if (!ended.signal.aborted) setAnswer({ containerId, attempt, reading });
    };
    client.worker.reach({ jobId: id }, { signal }).then(
      (reach) => settle(reach === null ? { kind: 'gone' } : { kind: 'known', reach }),
      () => settle({ kind: 'failed' }),
    );
    return () => ended.abort(new Error('The question is no longer on screen'));
  }, [client, id, containerId, state, attempt]);

  const reading = ((): ReachReading => {
    if (!isLive(job)) return { kind: 'gone' };
    if (containerId === null) return { kind: 'not_yet' };
    return answer?.containerId === containerId && answer.attempt === attempt ? answer.reading : { kind: 'waiting' };
  })();
  return { reading, askAgain: () => setAttempt((known) => known + 1) };
};
