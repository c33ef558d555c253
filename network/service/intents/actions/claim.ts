/**
 * Taking out what a device earned and nobody corrects any more: into the account's free coins, or to its address outside,
 * as far as the limit of withdrawals goes. It waits while a change of the wallet does.
 */

import { claimProspect } from '../../../../shared/domain/intents/prospect.ts';
import { earned } from '../../../../shared/domain/ledger/account.ts';
import { payoutTransfer } from '../../../../shared/domain/ledger/reward-transfers.ts';
import { networkHoursMs } from '../../../../shared/domain/parameters/record.ts';
import { withdrawalRoom } from '../../../../shared/domain/wallets/withdrawals.ts';
import type { BaseUnits } from '../../../../shared/units/money.ts';
import { balanceOf, post } from '../../../store/ledger.ts';
import { readPosition } from '../../../store/position.ts';
import type { Trx } from '../../../store/transaction.ts';
import { complianceLevelOf } from '../../compliance/levels.ts';
import { openHour } from '../../epochs/hours.ts';
import type { Network } from '../../network.ts';
import { heldUntil, walletOf } from '../../wallets/wallets.ts';
import { withdrawnSince } from '../../wallets/withdrawals.ts';
import { type ActionRefusal, type IntentActionRules, type Move, refusal } from '../action.ts';
import { holdingOf } from '../holding.ts';

const confirmedOf = (trx: Trx, { device, accountId }: Pick<Move, 'device' | 'accountId'>): Promise<BaseUnits> =>
  balanceOf(trx, earned('confirmed', device.id, accountId));

/** @returns null when this much may leave now */
const limitRefusal = async (
  trx: Trx,
  { parameters, clock }: Pick<Network, 'parameters' | 'clock'>,
  accountId: string,
  amount: BaseUnits,
): Promise<ActionRefusal | null> => {
  const since = clock.now() - networkHoursMs(parameters.withdrawalHours, parameters);
  const room = withdrawalRoom(
    {
      complianceLevel: await complianceLevelOf(trx, accountId),
      left: await withdrawnSince(trx, accountId, since),
    },
    parameters,
  );
  return room === null || amount <= room ? null : refusal('WITHDRAWAL_LIMIT', { available: room.toString() });
};

export const claimAction: IntentActionRules = {
  pausedAs: 'payout',
  isForAnyDevice: false,
  judge: async (trx, network, asked) => {
    const { accountId, device, to } = asked;
    const until = await heldUntil(trx, accountId);
    if (until !== null) return { kind: 'refused', refusal: refusal('WALLET_CHANGE_PENDING', { until }) };
    const confirmed = await confirmedOf(trx, asked);
    if (confirmed === 0n) return { kind: 'refused', refusal: refusal('NOTHING_TO_CLAIM') };
    const amount = asked.amount ?? confirmed;
    if (amount > confirmed)
      return { kind: 'refused', refusal: refusal('AMOUNT_TOO_LARGE', { available: confirmed.toString() }) };
    const holding = await holdingOf(trx, network, device, await readPosition(trx, device));
    if (to === 'wallet') return { kind: 'allowed', amount, prospect: claimProspect(holding, amount, null) };
    const { payoutAddress } = await walletOf(trx, accountId);
    if (payoutAddress === null) return { kind: 'refused', refusal: refusal('NO_PAYOUT_ADDRESS') };
    const overLimit = await limitRefusal(trx, network, accountId, amount);
    if (overLimit !== null) return { kind: 'refused', refusal: overLimit };
    return { kind: 'allowed', amount, prospect: claimProspect(holding, amount, payoutAddress) };
  },
  carryOut: async (trx, network, move) => {
    const { intentId: id, accountId, device, amount, to } = move;
    const at = network.clock.now();
    // Whoever takes all of it is paid for every hour that has closed.
    const epoch = amount === (await confirmedOf(trx, move)) ? (await openHour(trx)).number : null;
    if (to === 'wallet') {
      const payout = payoutTransfer({ payoutId: id, deviceId: device.id, holderId: accountId, amount });
      await post(trx, payout, { deviceId: device.id, epoch, at });
      return null;
    }
    const { payoutAddress: address } = await walletOf(trx, accountId);
    if (address === null) throw new Error(`account ${accountId} has lost its payout address`);
    await network.payoutRail.take(trx, { id, accountId, deviceId: device.id, amount, address, epoch, at });
    return null;
  },
};
