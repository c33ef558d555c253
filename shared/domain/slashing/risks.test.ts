import fc from 'fast-check';
import { expect, it } from 'vitest';
import { riskSchema } from '../../contract/app/stake.ts';
import { inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { emptyPosition, type StakePosition } from '../staking/position.ts';
import { risksOf } from './risks.ts';
import { slashStake } from './slash.ts';

const position = (owner: bigint, supporters: readonly bigint[]): StakePosition => ({
  ...emptyPosition('device', 'owner'),
  owner: inBaseUnits(owner),
  supporters: supporters.map((amount, index) => ({
    holderId: `s${index}`,
    amount: inBaseUnits(amount),
    leavesAt: null,
  })),
});

it('rounds every loss up', () => {
  expect(risksOf(position(101n, []), 'owner', mainnetParameters).map(({ offence, loss }) => [offence, loss])).toEqual([
    ['O1', 1n],
    ['O2', 3n],
    ['O3', 2n],
    ['O4', 31n],
    ['O5', 51n],
    ['O6', 51n],
    ['O7', 101n],
  ]);
});

it('shows a second spoofed card as the whole stake', () => {
  const risks = risksOf(position(100n, []), 'owner', mainnetParameters, { O5: { ever: 1, inLast720Hours: 0 } });
  expect(risks.find(({ offence }) => offence === 'O5')).toEqual({ offence: 'O5', bps: 10_000, loss: 100n });
});

it('shows a supporter nothing while the owner covers the loss', () => {
  expect(risksOf(position(100n, [50n]), 's0', mainnetParameters).map(({ loss }) => loss)).toEqual([
    0n,
    0n,
    0n,
    0n,
    0n,
    0n,
    50n,
  ]);
  expect(risksOf(position(100n, []), 'nobody', mainnetParameters).every(({ loss }) => loss === 0n)).toBe(true);
});

it('never shows less than a slash then takes, and has the shape of the app contract', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10_000n), fc.array(fc.bigInt(1n, 5_000n), { maxLength: 5 }), (owner, supporters) => {
      const before = position(owner, supporters);
      for (const holderId of ['owner', 's0', 's4']) {
        for (const risk of risksOf(before, holderId, mainnetParameters)) {
          const verdict = { id: 'x', offence: risk.offence, bps: risk.bps, offenceAt: 0, decidedAt: 0, unpaid: [] };
          const { slash } = slashStake(before, verdict, mainnetParameters);
          const taken = slash.cuts.find((cut) => cut.holderId === holderId)?.amount ?? 0n;
          expect(riskSchema.parse(risk)).toEqual(risk);
          expect(taken <= risk.loss).toBe(true);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
