/** Asks the core for the arithmetic of one network hour; asks again when the hour's state changes. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { MoneyState, RewardReason } from '../../shared/contract/app/earnings.ts';
import type { CallFailure } from '../client/action.ts';
import { coreStore } from '../client/store.ts';
import { useFailureText } from './failure-text.ts';

const askTimeoutMs = 15_000;

interface Answer {
  question: string;
  reason: RewardReason | null;
  failure: CallFailure | null;
}

/**
 * @param epoch  null: nothing is asked
 * @returns both null while the answer is on its way
 */
export const useRewardReason = (
  epoch: number | null,
  state: MoneyState,
): { reason: RewardReason | null; failure: string | null } => {
  const client = useStore(coreStore, (view) => view.client);
  const failureText = useFailureText();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const question = epoch === null ? null : `${epoch} ${state}`;
  useEffect(() => {
    if (client === null || question === null) return;
    const ended = new AbortController();
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(askTimeoutMs)]);
    const settle = (reason: RewardReason | null, failure: CallFailure | null): void => {
      if (!ended.signal.aborted) setAnswer({ question, reason, failure });
    };
    client.earnings.why({ epoch: Number(question.split(' ')[0]) }, { signal }).then(
      (reason) => settle(reason, null),
      (cause: unknown) => {
        const code =
          cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'TIMED_OUT';
        settle(null, { code, data: cause instanceof Error && 'data' in cause ? cause.data : null });
      },
    );
    return () => ended.abort(new Error('The question is no longer on screen'));
  }, [client, question]);
  if (question === null) return { reason: null, failure: null };
  if (answer?.question !== question)
    return { reason: null, failure: client === null ? failureText({ code: 'DISCONNECTED', data: null }) : null };
  return { reason: answer.reason, failure: failureText(answer.failure) };
};
