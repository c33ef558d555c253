/** The procedures of stake. */
import { ORPCError } from '@orpc/server';
import type { StakeRefusal } from '../../../shared/domain/staking/position.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { stakeOn, stakeStanding, unstakeFrom } from './stakes.ts';

const refuseStake = (refusal: StakeRefusal): never => {
  if (refusal.code === 'AMOUNT_TOO_LARGE')
    throw new ORPCError('AMOUNT_TOO_LARGE', { status: 409, data: { available: refusal.available.toString() } });
  if (refusal.code === 'STAKE_IN_USE') throw new ORPCError('STAKE_IN_USE', { status: 409 });
  throw new Error(`an owner's move was refused with ${refusal.code}`);
};

export const stakeRoutes = ({ asDevice }: Callers, network: Network) => ({
  standing: asDevice.stake.standing.handler(({ context }) => stakeStanding(network, context.device)),
  stake: asDevice.stake.stake.handler(async ({ input, context }) => {
    const asked = { id: input.idempotencyKey, amount: inBaseUnits(BigInt(input.amount)) };
    const refusal = await inTransaction(network.db, (trx) => stakeOn(trx, network, context.device, asked));
    if (refusal !== null) refuseStake(refusal);
    return stakeStanding(network, context.device);
  }),
  unstake: asDevice.stake.unstake.handler(async ({ input, context }) => {
    const asked = { id: input.idempotencyKey, amount: inBaseUnits(BigInt(input.amount)) };
    const refusal = await inTransaction(network.db, (trx) => unstakeFrom(trx, network, context.device, asked));
    if (refusal !== null) refuseStake(refusal);
    return stakeStanding(network, context.device);
  }),
});
