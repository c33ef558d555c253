/** The transfers of a slash: into escrow when it is decided, and from there back, or to its end. */
import { type Cut, returnedEntryId } from '../slashing/cuts.ts';
import { escrowed, type Slash, type SlashUse } from '../slashing/slash.ts';
import { type Account, coolingOf, earned, escrow, stakeOf, wallet } from './account.ts';
import { type Entry, move, type Transfer, transfer } from './posting.ts';

const cutFrom = (deviceId: string, { holderId, cooling }: Cut): Account =>
  cooling === null ? stakeOf(deviceId, holderId) : coolingOf(deviceId, cooling.id);

const cutTo = (deviceId: string, slashId: string, { holderId, cooling }: Cut): Account =>
  cooling === null ? stakeOf(deviceId, holderId) : coolingOf(deviceId, returnedEntryId(cooling.id, slashId));

const taken = ({ id, deviceId, cuts, forfeited }: Slash): Entry[] => [
  ...cuts.flatMap((cut) => move(cutFrom(deviceId, cut), escrow(id), cut.amount)),
  ...forfeited.flatMap(({ holderId, amount }) => move(earned('estimate', deviceId, holderId), escrow(id), amount)),
];

const givenBack = ({ id, deviceId, cuts, forfeited }: Slash): Entry[] => [
  ...cuts.flatMap((cut) => move(escrow(id), cutTo(deviceId, id, cut), cut.amount)),
  ...forfeited.flatMap(({ holderId, amount }) => move(escrow(id), earned('estimate', deviceId, holderId), amount)),
];

const used = (slash: Slash, { bounty, compensation, burn, reporterId, renterId }: SlashUse): Entry[] => {
  const from = escrow(slash.id);
  if (bounty + compensation + burn !== escrowed(slash)) throw new RangeError(`slash ${slash.id} does not add up`);
  return [
    ...move(from, 'burned', burn),
    ...(reporterId === null ? [] : move(from, wallet(reporterId), bounty)),
    ...(renterId === null ? [] : move(from, wallet(renterId), compensation)),
  ];
};

/**
 * What moves when a slash enters the state it is in: into escrow, back, or to burn, bounty and compensation.
 *
 * @returns one transfer, or none when the slash took nothing
 */
export const slashTransfers = (slash: Slash): Transfer[] => {
  const head = { idempotencyKey: `slash:${slash.id}:${slash.state.kind}`, reference: slash.id };
  const entered = (): Transfer => {
    switch (slash.state.kind) {
      case 'escrow':
        return transfer({ ...head, kind: 'slash' }, taken(slash));
      case 'returned':
        return transfer({ ...head, kind: 'slash_return' }, givenBack(slash));
      case 'executed':
        return transfer({ ...head, kind: 'slash_execute' }, used(slash, slash.state.use));
    }
  };
  return [entered()].filter(({ entries }) => entries.length > 0);
};
