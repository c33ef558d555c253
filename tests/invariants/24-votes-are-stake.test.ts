/** Invariant 24: votes are at most the stake of the snapshot, and each unit of stake votes once. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { castVote, type Proposal, proposalState } from '../../shared/domain/governance/proposal.ts';
import { snapshotOf } from '../../shared/domain/governance/snapshot.ts';
import { tallyOf, type Vote, voteChoices } from '../../shared/domain/governance/tally.ts';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import type { StakePosition } from '../../shared/domain/staking/position.ts';
import { countedStake } from '../../shared/domain/staking/position.ts';
import { inBaseUnits } from '../../shared/units/money.ts';

const runs = { numRuns: 10_000 };
const { hourMs } = mainnetParameters;
const proposal: Proposal = { id: 'p', proposerId: 'a0', issue: 'i', key: 'cooldownHours', value: 400, openedAt: 0 };

const anyAccount = fc.nat(6).map((number) => `a${number}`);
const anyAmount = fc.bigInt(0n, 10n ** 12n).map(inBaseUnits);
const anyPositions: fc.Arbitrary<StakePosition[]> = fc.array(
  fc.record({
    deviceId: fc.nat(99).map((number) => `d${number}`),
    ownerId: anyAccount,
    owner: anyAmount,
    supporters: fc.array(fc.record({ holderId: anyAccount, amount: anyAmount, leavesAt: fc.constant(null) }), {
      maxLength: 3,
    }),
    cooling: fc.array(
      fc.record({
        id: fc.constant('e'),
        holderId: anyAccount,
        amount: anyAmount,
        askedAt: fc.constant(0),
        freeAt: fc.constant(1),
      }),
      { maxLength: 1 },
    ),
  }),
  { maxLength: 5 },
);
/** Attempts of accounts with and without stake, again and again, in time and out of it. */
const anyAttempts: fc.Arbitrary<Vote[]> = fc
  .array(
    fc.record({
      accountId: fc.nat(8).map((number) => `a${number}`),
      choice: fc.constantFrom(...voteChoices),
      at: fc.integer({ min: -2, max: 220 }).map((hours) => hours * hourMs),
    }),
    { maxLength: 30 },
  )
  .map((attempts) => attempts.toSorted((left, right) => left.at - right.at));

it('gives every unit of counted stake to exactly one account', () => {
  fc.assert(
    fc.property(anyPositions, (positions) => {
      const { weights, staked } = snapshotOf(positions);
      expect([...weights.values()].reduce((sum, weight) => sum + weight, 0n)).toBe(staked);
      expect(positions.reduce((sum, position) => sum + countedStake(position), 0n)).toBe(staked);
    }),
    runs,
  );
});

it('never counts more votes than stake, nor an account twice in a ballot', () => {
  fc.assert(
    fc.property(anyPositions, anyAttempts, (positions, attempts) => {
      const snapshot = snapshotOf(positions);
      const votes = attempts.reduce<readonly Vote[]>((cast, attempt) => {
        const result = castVote(proposal, cast, attempt, snapshot, mainnetParameters);
        return result.kind === 'cast' ? result.votes : cast;
      }, []);
      const straw = votes.filter(({ at }) => at < 72 * hourMs);
      const final = votes.filter(({ at }) => at >= 72 * hourMs);
      for (const ballot of [straw, final]) {
        const voters = ballot.map(({ accountId }) => accountId);
        const tally = tallyOf(ballot, snapshot);
        expect(new Set(voters).size).toBe(voters.length);
        expect(tally.turnout).toBe(voters.reduce((sum, voter) => sum + (snapshot.weights.get(voter) ?? 0n), 0n));
        expect(tally.turnout <= snapshot.staked).toBe(true);
        expect(tally.for + tally.against + tally.abstain).toBe(tally.turnout);
      }
      // A vote that was refused changes nothing, and without a straw vote that carries there is no vote.
      if (final.length > 0) expect(tallyOf(straw, snapshot).for > tallyOf(straw, snapshot).against).toBe(true);
    }),
    runs,
  );
});

it('passes nothing below 15 % of the stake or below two thirds, even with votes forged past the ballot box', () => {
  fc.assert(
    fc.property(anyPositions, anyAttempts, (positions, forged) => {
      const snapshot = snapshotOf(positions);
      const { kind } = proposalState(proposal, forged, snapshot, 216 * hourMs, mainnetParameters);
      if (kind !== 'passed') return;
      const tally = tallyOf(
        forged.filter(({ at }) => at >= 72 * hourMs && at < 216 * hourMs),
        snapshot,
      );
      expect(tally.turnout <= snapshot.staked).toBe(true);
      expect(tally.turnout * 100n >= snapshot.staked * 15n).toBe(true);
      expect(tally.for * 3n >= (tally.for + tally.against) * 2n && tally.for > 0n).toBe(true);
    }),
    runs,
  );
});
