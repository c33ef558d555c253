/** Invariants 14 to 17: what a slash takes and from whom, and where it goes in the end. */
import { escrow } from '../../../shared/domain/ledger/account.ts';
import { liableStake } from '../../../shared/domain/slashing/cuts.ts';
import { escrowed, executeSlash, type Slash } from '../../../shared/domain/slashing/slash.ts';
import { countedStake, type StakePosition } from '../../../shared/domain/staking/position.ts';
import { baseUnitsPerIo, inBaseUnits } from '../../../shared/units/money.ts';
import type { Economy } from '../economy.ts';
import type { SlashTrace } from '../trace.ts';
import type { Inspector } from './inspector.ts';

const sumOf = (parts: readonly { readonly amount: bigint }[]): bigint =>
  parts.reduce((sum, { amount }) => sum + amount, 0n);

const allOf = (position: StakePosition): bigint => countedStake(position) + sumOf(position.cooling);

const heldBy = (position: StakePosition, holderId: string): bigint =>
  (holderId === position.ownerId ? position.owner : 0n) +
  sumOf([...position.supporters, ...position.cooling].filter((part) => part.holderId === holderId));

const onlyOwner = (position: StakePosition): StakePosition => ({
  ...position,
  supporters: [],
  cooling: position.cooling.filter(({ holderId }) => holderId === position.ownerId),
});

const checkCuts = ({ slash, before, after, offenceAt }: SlashTrace, inspector: Inspector): void => {
  const { id, amount, cuts } = slash;
  const liable = liableStake(before, offenceAt);
  inspector.require(14, amount <= liable, id, 'more was taken than was liable', () => ({ amount, liable }));
  inspector.require(14, sumOf(cuts) === amount, id, 'the cuts are not the slash', () => ({
    amount,
    cuts: sumOf(cuts),
  }));
  const left = allOf(before) - allOf(after);
  inspector.require(14, left === amount, id, 'the stake fell by something else', () => ({ amount, left }));
  for (const [holderId, own] of Map.groupBy(cuts, (cut) => cut.holderId)) {
    const [cut, held] = [sumOf(own), heldBy(before, holderId)];
    inspector.require(14, cut <= held, id, `${holderId} paid more than it had`, () => ({ cut, held }));
    if (holderId === before.ownerId) continue;
    const ownersLeft = liableStake(onlyOwner(after), offenceAt);
    inspector.require(15, ownersLeft === 0n, id, `${holderId} paid before the owner had`, () => ({ cut, ownersLeft }));
  }
};

/** Nobody who has a stake in the device could be paid for reporting it. */
const checkReports = ({ slash }: SlashTrace, inspector: Inspector): void => {
  for (const accountId of slash.interestedIds) {
    const move = executeSlash(slash, { appeal: 'lost', now: slash.at, reporter: { accountId }, renter: null });
    const isRefused = move.kind === 'refused' && move.reason === 'SELF_REPORT';
    inspector.require(17, isRefused, slash.id, `${accountId} would be paid for reporting itself`);
  }
};

const mostBounty = inBaseUnits(10_000n * baseUnitsPerIo);

const checkEnd = ({ ledger }: Economy, slash: Slash, inspector: Inspector): void => {
  const { id, amount, state } = slash;
  const left = ledger.balanceOf(escrow(id));
  inspector.require(16, left === 0n, id, 'something is left in escrow', () => ({ left }));
  if (state.kind !== 'executed') {
    inspector.require(16, state.kind === 'returned', id, `it ended as ${state.kind}`);
    return;
  }
  const { burn, bounty, compensation } = state.use;
  const used = burn + bounty + compensation;
  inspector.require(16, used === escrowed(slash), id, 'what was used is not what was in escrow', () => ({
    used,
    escrowed: escrowed(slash),
  }));
  const isWithin = bounty * 4n <= amount && bounty <= mostBounty;
  inspector.require(17, isWithin, id, 'the bounty is too high', () => ({ amount, bounty }));
};

export const createSlashChecks = (): ((economy: Economy, inspector: Inspector) => void) => {
  const ended = new Set<string>();
  return (economy, inspector) => {
    for (const each of economy.trace.slashed) {
      checkCuts(each, inspector);
      checkReports(each, inspector);
    }
    for (const slash of economy.trace.ended) {
      inspector.require(16, !ended.has(slash.id), slash.id, 'it ended twice');
      ended.add(slash.id);
      checkEnd(economy, slash, inspector);
    }
  };
};
