/** A supporter's notice for all its coins behind a device: they cool when it is over. */
import { leaveProspect } from '../../../../shared/domain/intents/support-prospect.ts';
import { networkHoursMs } from '../../../../shared/domain/parameters/record.ts';
import { judgeLeave, leaveFrom } from '../../staking/supporting.ts';
import type { IntentActionRules } from '../action.ts';
import { backingOf } from '../holding.ts';
import { supportersRefusal } from './support.ts';

export const leaveAction: IntentActionRules = {
  pausedAs: 'unstake',
  isForAnyDevice: true,
  judge: async (trx, network, { accountId, device }) => {
    const judged = await judgeLeave(trx, network, { accountId, device });
    if (judged.kind === 'refused') return { kind: 'refused', refusal: supportersRefusal(judged.refusal) };
    const { before: position, amount, shareBps } = judged;
    const backing = await backingOf(trx, network, device, { position, holderId: accountId, shareBps });
    return { kind: 'allowed', amount, prospect: leaveProspect(backing, network.clock.now()) };
  },
  carryOut: async (trx, network, { intentId: id, accountId, device }) => {
    const { parameters, clock } = network;
    await leaveFrom(trx, network, { id, accountId, device });
    return clock.now() + networkHoursMs(parameters.supporterNoticeHours + parameters.cooldownHours, parameters);
  },
};
