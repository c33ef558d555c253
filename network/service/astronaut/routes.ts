/** The procedures of the Astronaut Program. */
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { astronautStanding, board, creditByOperator, setTag } from './standings.ts';

export const astronautRoutes = ({ signed, asViewer, asOwner, asOperator }: Callers, network: Network) => ({
  standing: asViewer.astronaut.standing.handler(({ context }) => astronautStanding(network, context.member.accountId)),
  board: signed.astronaut.board.handler(() => board(network)),
  setTag: asOwner.astronaut.setTag.handler(async ({ input, context, errors }) => {
    const standing = await setTag(network, context.member.accountId, input.tag);
    if (standing === 'TAG_TAKEN') throw errors.TAG_TAKEN();
    return standing;
  }),
  credit: asOperator.astronaut.credit.handler(async ({ input, errors }) => {
    const standing = await creditByOperator(network, input);
    if (typeof standing === 'string') throw errors[standing]();
    return standing;
  }),
});
