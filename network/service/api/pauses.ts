/**
 * What an emergency stops among the calls: each call that is one of the pausable actions, and the refusal with which it
 * ends while the record in force pauses it. What happens by itself, and the moves of intents, ask `pauseOf` where they happen.
 */
import { ORPCError } from '@orpc/server';
import type { PausableAction } from '../../../shared/domain/parameters/record.ts';
import type { Network } from '../network.ts';

/** By the procedure's name in the contract. */
const actionOf: Readonly<Record<string, PausableAction>> = {
  'jobs.submit': 'job_offer',
  'inference.submit': 'job_offer',
  'validators.stake': 'stake',
  'validators.leave': 'unstake',
};

/** @throws ACTION_PAUSED */
export const refusePaused = ({ records, clock }: Pick<Network, 'records' | 'clock'>, path: readonly string[]): void => {
  const action = actionOf[path.join('.')];
  const until = action === undefined ? null : records.pauseOf(action, clock.now());
  if (until !== null) throw new ORPCError('ACTION_PAUSED', { status: 409, data: { action, until } });
};
