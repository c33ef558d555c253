/** Asking an owner's stake back: its cooldown begins. */
import { unstakeProspect } from '../../../../shared/domain/intents/prospect.ts';
import { networkHoursMs } from '../../../../shared/domain/parameters/record.ts';
import { judgeUnstake, unstakeFrom } from '../../staking/stakes.ts';
import type { IntentActionRules } from '../action.ts';
import { holdingOf } from '../holding.ts';
import { ownersRefusal } from './stake.ts';

export const unstakeAction: IntentActionRules = {
  pausedAs: 'unstake',
  isForAnyDevice: false,
  judge: async (trx, network, { intentId, device, amount }) => {
    if (amount === null) throw new Error('an unstake without an amount');
    const { before, move } = await judgeUnstake(trx, network, device, { id: intentId, amount });
    if (move.kind === 'refused') return { kind: 'refused', refusal: ownersRefusal(move.refusal) };
    const holding = await holdingOf(trx, network, device, before);
    return { kind: 'allowed', amount, prospect: unstakeProspect(holding, amount, network.clock.now()) };
  },
  carryOut: async (trx, network, { intentId, device, amount }) => {
    const refused = await unstakeFrom(trx, network, device, { id: intentId, amount });
    if (refused !== null) throw new Error(`an allowed exit was refused with ${refused.code}`);
    return network.clock.now() + networkHoursMs(network.parameters.cooldownHours, network.parameters);
  },
};
