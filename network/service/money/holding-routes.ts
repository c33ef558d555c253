/** The procedures of what an account has across devices. */
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { positionsOf } from '../staking/positions.ts';
import { accountStatementOf } from './account-statement.ts';

export const holdingRoutes = ({ asViewer }: Callers, network: Network) => ({
  positions: asViewer.holdings.positions.handler(({ input, context }) =>
    positionsOf(network, context.member.accountId, input),
  ),
  statement: asViewer.holdings.statement.handler(({ input, context }) =>
    accountStatementOf(network, context.member.accountId, input),
  ),
});
