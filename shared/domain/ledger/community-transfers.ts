/** The transfer that pays the community's share of the fees out. What a payout leaves stays where it is. */
import type { BaseUnits } from '../../units/money.ts';
import { wallet } from './account.ts';
import { move, type Transfer, transfer } from './posting.ts';

/**
 * One transfer for a whole payout, so that it is paid to everyone or to nobody.
 *
 * @param payoutId  unique per payout, such as the quarter it is for
 * @param payouts  from `communityPayout`
 */
export const communityPayTransfer = (
  payoutId: string,
  payouts: readonly { readonly accountId: string; readonly amount: BaseUnits }[],
): Transfer =>
  transfer(
    { idempotencyKey: `community:${payoutId}`, kind: 'community_pay', reference: payoutId },
    payouts.flatMap(({ accountId, amount }) => move('fees:community', wallet(accountId), amount)),
  );
