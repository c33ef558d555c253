/** The transfers of a slash: into escrow when it is decided, and from there back, or to its end. */
import { type Cut, returnedEntryId } from '../slashing/cuts.ts';
import { stakeOfOffence } from '../slashing/offences.ts';
import { escrowed, type Forfeit, type Slash, type SlashUse } from '../slashing/slash.ts';
import {
  type Account,
  coolingOf,
  earned,
  escrow,
  stakeOf,
  validatorCoolingOf,
  validatorStakeOf,
  wallet,
} from './account.ts';
import { type Entry, move, type Transfer, transfer } from './posting.ts';

/** Where a cut's coins lie: a device's stake, or a validator's for the offence that is a validator's own. */
const purseOf = ({ deviceId, offence }: Slash, holderId: string, entryId: string | null): Account => {
  if (stakeOfOffence(offence) === 'validator')
    return entryId === null ? validatorStakeOf(deviceId) : validatorCoolingOf(deviceId, entryId);
  return entryId === null ? stakeOf(deviceId, holderId) : coolingOf(deviceId, entryId);
};

const cutFrom = (slash: Slash, { holderId, cooling }: Cut): Account =>
  purseOf(slash, holderId, cooling === null ? null : cooling.id);

const cutTo = (slash: Slash, { holderId, cooling }: Cut): Account =>
  purseOf(slash, holderId, cooling === null ? null : returnedEntryId(cooling.id, slash.id));

const taken = (slash: Slash): Entry[] => {
  const { id, deviceId, cuts, forfeited } = slash;
  return [
    ...cuts.flatMap((cut) => move(cutFrom(slash, cut), escrow(id), cut.amount)),
    ...forfeited.flatMap(({ holderId, amount }) => move(earned('estimate', deviceId, holderId), escrow(id), amount)),
  ];
};

const givenBack = (slash: Slash): Entry[] => {
  const { id, deviceId, cuts, forfeited } = slash;
  return [
    ...cuts.flatMap((cut) => move(escrow(id), cutTo(slash, cut), cut.amount)),
    ...forfeited.flatMap(({ holderId, amount }) => move(escrow(id), earned('estimate', deviceId, holderId), amount)),
  ];
};

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

/**
 * What the offending hour would have paid each holder, into the slash's escrow, or burned when it was executed before.
 *
 * @param slash  from `forfeitReward`
 */
export const forfeitTransfer = (slash: Slash, unpaid: readonly Forfeit[]): Transfer => {
  const to = slash.state.kind === 'executed' ? 'burned' : escrow(slash.id);
  return transfer(
    { idempotencyKey: `slash:${slash.id}:forfeit`, kind: 'slash', reference: slash.id },
    unpaid.flatMap(({ holderId, amount }) => move(earned('estimate', slash.deviceId, holderId), to, amount)),
  );
};
