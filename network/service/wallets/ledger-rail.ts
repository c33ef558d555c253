/** The rail of a network without a chain: what leaves is booked as paid to the account's address, and that is all. */
import { withdrawalTransfer } from '../../../shared/domain/ledger/reward-transfers.ts';
import { post } from '../../store/ledger.ts';
import type { PayoutRail } from './payout-rail.ts';

export const ledgerRail: PayoutRail = {
  take: async (trx, { id, accountId, deviceId, amount, epoch, at }) => {
    const transfer = withdrawalTransfer({ withdrawalId: id, deviceId, holderId: accountId, amount });
    await post(trx, transfer, { deviceId, epoch, at });
  },
};
