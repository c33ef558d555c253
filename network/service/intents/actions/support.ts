/** Putting an account's free coins behind somebody else's device. */
import { supportProspect } from '../../../../shared/domain/intents/support-prospect.ts';
import { judgeSupport, type SupportRefusal, supportOn } from '../../staking/supporting.ts';
import { type ActionRefusal, type IntentActionRules, refusal } from '../action.ts';
import { backingOf } from '../holding.ts';

/** @throws Error for a refusal that no supporter's move can meet */
export const supportersRefusal = (refused: SupportRefusal): ActionRefusal => {
  switch (refused.code) {
    case 'AMOUNT_TOO_LARGE':
      return refusal(refused.code, { available: refused.available.toString() });
    case 'TIER_TOO_LOW':
      return refusal(refused.code, { tier: refused.tier });
    case 'TOO_MANY_SUPPORTERS':
    case 'TOO_MANY_DEVICES':
      return refusal(refused.code, { most: refused.most });
    case 'OFFER_NOT_FOUND':
    case 'OFFER_CLOSED':
    case 'OWN_DEVICE':
    case 'ALREADY_LEAVING':
    case 'NOT_A_SUPPORTER':
      return refusal(refused.code);
    default:
      throw new Error(`a supporter's move was refused with ${refused.code}`);
  }
};

export const supportAction: IntentActionRules = {
  pausedAs: 'stake',
  isForAnyDevice: true,
  judge: async (trx, network, { accountId, device, amount }) => {
    if (amount === null) throw new Error('a support without an amount');
    const judged = await judgeSupport(trx, network, { accountId, device, amount });
    if (judged.kind === 'refused') return { kind: 'refused', refusal: supportersRefusal(judged.refusal) };
    const { before: position, shareBps } = judged;
    const backing = await backingOf(trx, network, device, { position, holderId: accountId, shareBps });
    return { kind: 'allowed', amount, prospect: supportProspect(backing, amount, network.clock.now()) };
  },
  carryOut: async (trx, network, { intentId: id, accountId, device, amount }) => {
    await supportOn(trx, network, { id, accountId, device, amount });
    return null;
  },
};
