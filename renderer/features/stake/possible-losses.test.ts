import { describe, expect, it } from 'vitest';
import { coolingTotal, mostToLose, type Risk, severityOf, worstFirst } from './possible-losses.ts';

const risk = (offence: Risk['offence'], bps: number, loss: bigint): Risk => ({ offence, bps, loss });

describe('possible losses', () => {
  it('stand worst first and keep their places among equals', () =>
    expect(
      worstFirst([risk('O1', 50, 5n), risk('O6', 5000, 500n), risk('O7', 10_000, 1000n), risk('O5', 5000, 500n)]).map(
        ({ offence }) => offence,
      ),
    ).toEqual(['O7', 'O5', 'O6', 'O1']));

  it.each([
    [10_000, 4],
    [5000, 3],
    [3000, 2],
    [200, 1],
  ])('of %d hundredths of a percent are tinted by their share', (bps, severity) =>
    expect(severityOf({ bps, loss: 1n })).toBe(severity),
  );
  it('are not tinted when nothing is lost', () => expect(severityOf({ bps: 10_000, loss: 0n })).toBe(0));
});

describe('the most to lose', () => {
  it.each([
    ['nothing staked', { staked: 0n, risks: [risk('O7', 10_000, 0n)] }, { kind: 'nothing' }],
    [
      'a whole loss',
      { staked: 10n, risks: [risk('O1', 50, 1n), risk('O7', 10_000, 10n)] },
      { kind: 'all', staked: 10n },
    ],
    ['half a loss', { staked: 10n, risks: [risk('O5', 5000, 5n)] }, { kind: 'part', staked: 10n, loss: 5n }],
    ['no risk named', { staked: 10n, risks: [] }, { kind: 'unknown', staked: 10n }],
  ] as const)('is told for %s', (_, { staked, risks }, expected) =>
    expect(mostToLose({ staked, risks: [...risks] })).toEqual(expected),
  );
});

describe('cooling coins', () => {
  it('are summed', () =>
    expect(
      coolingTotal([
        { id: 'a', amount: 2n, askedAt: 0, freeAt: 1 },
        { id: 'b', amount: 3n, askedAt: 0, freeAt: 1 },
      ]),
    ).toBe(5n));
});
