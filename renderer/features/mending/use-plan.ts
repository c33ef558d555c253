/** What would mend a problem on this PC, asked of the core. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { MendingPlan } from '../../../shared/contract/app/mending.ts';
import type { ProblemCode } from '../../../shared/contract/codes.ts';
import { coreStore } from '../../client/store.ts';

/** Problems for which there may be a plan; of the others the core need not be asked. */
const mendable: readonly ProblemCode[] = [
  'ENGINE_ABSENT',
  'ENGINE_UNREACHABLE',
  'ENGINE_DENIED',
  'ENGINE_OUTDATED',
  'GPU_CONTAINERS_OFF',
];
const answerMs = 30_000;

export type KnownPlan = { state: 'asking' } | { state: 'known'; plan: MendingPlan | null };

/** @param round asks again when it changes: what an earlier one was answered counts no more */
export const usePlan = (code: ProblemCode | null, round = 0): KnownPlan => {
  const client = useStore(coreStore, (view) => view.client);
  const [answer, setAnswer] = useState<{ round: number; known: KnownPlan } | null>(null);
  useEffect(() => {
    const answered = (plan: MendingPlan | null): void => setAnswer({ round, known: { state: 'known', plan } });
    if (code === null || !mendable.includes(code)) return answered(null);
    if (client === null) return;
    const gone = new AbortController();
    setAnswer(null);
    client.mending
      .plan({ code }, { signal: AbortSignal.any([gone.signal, AbortSignal.timeout(answerMs)]) })
      .then(answered, () => {
        if (!gone.signal.aborted) answered(null);
      });
    return () => gone.abort();
  }, [client, code, round]);
  return answer?.round === round ? answer.known : { state: 'asking' };
};
