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

/** @param round asks again when it changes */
export const usePlan = (code: ProblemCode | null, round = 0): KnownPlan => {
  const client = useStore(coreStore, (view) => view.client);
  const [known, setKnown] = useState<KnownPlan>({ state: 'asking' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is another question
  useEffect(() => {
    if (code === null || !mendable.includes(code)) {
      setKnown({ state: 'known', plan: null });
      return;
    }
    if (client === null) return;
    const gone = new AbortController();
    setKnown({ state: 'asking' });
    client.mending.plan({ code }, { signal: AbortSignal.any([gone.signal, AbortSignal.timeout(answerMs)]) }).then(
      (plan) => setKnown({ state: 'known', plan }),
      () => {
        if (!gone.signal.aborted) setKnown({ state: 'known', plan: null });
      },
    );
    return () => gone.abort();
  }, [client, code, round]);
  return known;
};
