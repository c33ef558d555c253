/** Every action of an intent by its name. */
import type { IntentAction } from '../../../../shared/domain/intents/facts.ts';
import type { IntentActionRules } from '../action.ts';
import { claimAction } from './claim.ts';
import { stakeAction } from './stake.ts';
import { unstakeAction } from './unstake.ts';

export const allActions: Readonly<Record<IntentAction, IntentActionRules>> = {
  stake: stakeAction,
  unstake: unstakeAction,
  claim: claimAction,
};
