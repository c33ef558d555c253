import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import { escrowed, executeSlash, slashStake } from '../../shared/domain/slashing/slash.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { anyAmount, anyBps, anyPosition, offenceAt, runs } from './arbitraries.ts';
import { anyStakeWalk, turnsOf } from './walk/walk.ts';

const mostBounty = 10_000n * 10n ** 8n;
const lost = { appeal: 'lost' as const, now: 300 };

const anyStaked = fc
  .tuple(anyPosition, fc.oneof(fc.constant(0n), fc.bigInt(0n, 10n ** 14n)))
  .map(([position, more]) => ({ ...position, owner: inBaseUnits(position.owner + more) }));

describe('the end of a slash that is not returned', () => {
  const anyEnd = fc.record({
    before: anyStaked,
    bps: anyBps,
    unpaid: anyAmount,
    reporter: fc.option(fc.constant({ accountId: 'reporter' })),
    harm: fc.option(anyAmount),
  });

  it('pays a quarter and 10,000 IO at most for the report, a quarter and the harm at most, and burns the rest', () => {
    fc.assert(
      fc.property(anyEnd, ({ before, bps, unpaid, reporter, harm }) => {
        const { slash } = slashStake(
          before,
          {
            id: 'slash',
            offence: 'O5',
            bps,
            offenceAt,
            decidedAt: 200,
            unpaid: [{ holderId: 'owner', amount: unpaid }],
          },
          mainnetParameters,
        );
        const renter = harm === null ? null : { accountId: 'renter', harm };
        const ended = executeSlash(slash, { ...lost, reporter, renter });
        if (ended.kind === 'refused' || ended.slash.state.kind !== 'executed') throw new Error('not executed');
        const quarter = slash.amount / 4n;
        const { burn, bounty, compensation } = ended.slash.state.use;
        expect(bounty).toBe(reporter === null ? 0n : quarter < mostBounty ? quarter : mostBounty);
        expect(compensation).toBe(harm === null ? 0n : quarter < harm ? quarter : harm);
        expect(burn + bounty + compensation).toBe(escrowed(slash));
        expect(burn >= unpaid).toBe(true);
      }),
      runs,
    );
  });

  it('pays nobody for reporting a device of their own, or one whose stake is theirs, counting or cooling', () => {
    fc.assert(
      fc.property(anyPosition, anyBps, fc.nat(30), (before, bps, drawn) => {
        const { slash } = slashStake(
          before,
          { id: 'slash', offence: 'O5', bps, offenceAt, decidedAt: 200, unpaid: [] },
          mainnetParameters,
        );
        const holders = [before.ownerId, ...[...before.supporters, ...before.cooling].map(({ holderId }) => holderId)];
        const accountId = holders[drawn % holders.length] ?? before.ownerId;
        expect(executeSlash(slash, { ...lost, reporter: { accountId }, renter: null })).toEqual({
          kind: 'refused',
          reason: 'SELF_REPORT',
        });
      }),
      runs,
    );
  });

  it('pays no holder for a report, also when the holder has left since', () => {
    fc.assert(
      fc.property(anyStakeWalk, (steps) => {
        const turns = turnsOf(steps);
        const paid = (turns.at(-1)?.after.slashes ?? []).flatMap(({ id, state }) =>
          state.kind === 'executed' && state.use.reporterId !== null ? [{ id, reporterId: state.use.reporterId }] : [],
        );
        for (const { id, reporterId } of paid) {
          const decided = turns.find(({ after }) => after.slashes.at(-1)?.id === id);
          const position = decided?.before.positions[decided.step.deviceId];
          const held = [...(position?.supporters ?? []), ...(position?.cooling ?? [])];
          expect([position?.ownerId, ...held.map(({ holderId }) => holderId)]).not.toContain(reporterId);
        }
      }),
      runs,
    );
  });
});
