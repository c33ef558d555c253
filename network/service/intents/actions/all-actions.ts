/** Every action of an intent by its name. */
import type { IntentAction } from '../../../../shared/domain/intents/facts.ts';
import type { IntentActionRules } from '../action.ts';
import { claimAction } from './claim.ts';
import { leaveAction } from './leave.ts';
import { stakeAction } from './stake.ts';
import { supportAction } from './support.ts';
import { unstakeAction } from './unstake.ts';

export const allActions: Readonly<Record<IntentAction, IntentActionRules>> = {
  stake: stakeAction,
  unstake: unstakeAction,
  claim: claimAction,
  support: supportAction,
  leave: leaveAction,
};
