/** The procedures of validators. */
import { inBaseUnits } from '../../../shared/units/money.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { leaveAsValidator, stakeAsValidator } from './staking.ts';
import { hearValidator, standingOf } from './standing.ts';
import { readSeats } from './validators.ts';

export const validatorRoutes = ({ open, asViewer, asOwner }: Callers, network: Network) => ({
  list: open.validators.list.handler(async () => ({
    validators: await inTransaction(network.db, async (trx) =>
      (await readSeats(trx, network)).map(({ validator: { id, publicKey, registeredAt }, refusal }) => ({
        ...{ validatorId: id, publicKey, registeredAt, isSeated: refusal === null },
      })),
    ),
  })),
  stake: asOwner.validators.stake.handler(async ({ input, context, errors }) => {
    const asked = { ...input, amount: inBaseUnits(BigInt(input.amount)) };
    const refusal = await stakeAsValidator(network, context.member, context.address ?? '', asked);
    if (refusal?.code === 'STAKE_TOO_LOW') throw errors.STAKE_TOO_LOW({ data: { needed: refusal.needed.toString() } });
    if (refusal?.code === 'NOT_ENOUGH_COINS') {
      const { needed, available } = refusal;
      throw errors.NOT_ENOUGH_COINS({ data: { needed: needed.toString(), available: available.toString() } });
    }
    if (refusal !== null) throw errors[refusal.code]();
    const standing = await standingOf(network, context.member.accountId);
    if (standing === null) throw new Error('a validator that was just registered is gone');
    return standing;
  }),
  leave: asOwner.validators.leave.handler(async ({ input, context, errors }) => {
    const refusal = await leaveAsValidator(network, context.member.accountId, input);
    if (refusal !== null) throw errors[refusal.code]();
    const standing = await standingOf(network, context.member.accountId);
    if (standing === null) throw errors.NOT_A_VALIDATOR();
    return standing;
  }),
  me: asViewer.validators.me.handler(async ({ context, errors }) => {
    const standing = await standingOf(network, context.member.accountId);
    if (standing === null) throw errors.NOT_A_VALIDATOR();
    return standing;
  }),
  here: asOwner.validators.here.handler(async ({ context, errors }) => {
    const heard = await hearValidator(network, {
      accountId: context.member.accountId,
      address: context.address ?? '',
    });
    if (heard === null) throw errors.NOT_A_VALIDATOR();
    return heard;
  }),
});
