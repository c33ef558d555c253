/** The procedures of an account's wallet, all of them its owners' alone. */
import { inTransaction } from '../../store/transaction.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { askChange, cancelChange, describeWallet } from './wallets.ts';

export const walletRoutes = ({ asOwner }: Callers, network: Network) => {
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
    cancel: asOwner.wallet.cancel.handler(async ({ input, context, errors }) => {
      const { accountId, publicKey: cancelledBy } = context.member;
      if (!(await cancelChange(network, { accountId, cancelledBy, changeId: input.changeId })))
        throw errors.CHANGE_NOT_FOUND();
      return describe(accountId);
    }),
  };
};
