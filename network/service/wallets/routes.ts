/** The procedures of an account's wallet: its owners', and the wallet's own word against a change of itself. */
import { inTransaction } from '../../store/transaction.ts';
import { memberOfKey } from '../accounts/members.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { askChange, cancelChange, describeWallet } from './wallets.ts';

export const walletRoutes = ({ signed, asOwner }: Callers, network: Network) => {
  const describe = (accountId: string) => inTransaction(network.db, (trx) => describeWallet(trx, accountId));
  return {
    current: asOwner.wallet.current.handler(({ context }) => describe(context.member.accountId)),
    change: asOwner.wallet.change.handler(async ({ input, context, errors }) => {
      const { accountId, publicKey: askedBy } = context.member;
      const ownSignature = input.kind === 'wallet_key' ? input.ownSignature : null;
      const refusal = await askChange(network, { ...input, ownSignature, accountId, askedBy });
      if (refusal === null) return describe(accountId);
      switch (refusal.code) {
        case 'WALLET_SIGNATURE_WRONG':
          throw errors.WALLET_SIGNATURE_WRONG({ data: { whose: refusal.whose } });
        case 'WALLET_CHANGE_PENDING':
          throw errors.WALLET_CHANGE_PENDING({ data: { until: refusal.until } });
        default:
          throw errors[refusal.code]();
      }
    }),
    cancel: signed.wallet.cancel.handler(async ({ input, context, errors }) => {
      const { publicKey: cancelledBy } = context;
      const member = await memberOfKey(network.db, cancelledBy);
      const ownerOf = member?.role === 'owner' ? member.accountId : null;
      const cancelledAt = await cancelChange(network, { ...input, cancelledBy, ownerOf });
      if (cancelledAt === null) throw errors.CHANGE_NOT_FOUND();
      return { cancelledAt };
    }),
  };
};
