/** Locking an owner's free coins on a device. */
import { stakeProspect } from '../../../../shared/domain/intents/prospect.ts';
import type { StakeRefusal } from '../../../../shared/domain/staking/position.ts';
import { judgeStake, stakeOn } from '../../staking/stakes.ts';
import { type ActionRefusal, type IntentActionRules, refusal } from '../action.ts';
import { holdingOf } from '../holding.ts';

/** @throws Error for a refusal that no owner's move can meet */
export const ownersRefusal = (refused: StakeRefusal): ActionRefusal => {
  if (refused.code === 'AMOUNT_TOO_LARGE') return refusal(refused.code, { available: refused.available.toString() });
  if (refused.code === 'STAKE_IN_USE') return refusal(refused.code);
  throw new Error(`an owner's move was refused with ${refused.code}`);
};

export const stakeAction: IntentActionRules = {
  pausedAs: 'stake',
  isForAnyDevice: false,
  judge: async (trx, network, { device, amount }) => {
    if (amount === null) throw new Error('a stake without an amount');
    if (device.revokedAt !== null) return { kind: 'refused', refusal: refusal('DEVICE_OUT_OF_USE') };
    const { before, move } = await judgeStake(trx, network, device, amount);
    if (move.kind === 'refused') return { kind: 'refused', refusal: ownersRefusal(move.refusal) };
    const holding = await holdingOf(trx, network, device, before);
    return { kind: 'allowed', amount, prospect: stakeProspect(holding, amount, network.clock.now()) };
  },
  carryOut: async (trx, network, { intentId, device, amount }) => {
    const refused = await stakeOn(trx, network, device, { id: intentId, amount });
    if (refused !== null) throw new Error(`an allowed stake was refused with ${refused.code}`);
    return null;
  },
};
