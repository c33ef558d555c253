import { describe, expect, it } from 'vitest';
import { waterfallRows } from './waterfall-rows.ts';

const gates = { class: 0n, stake: 4n, tier: 0n, verified_hours: 0n, uptime: 6n };
const told = {
  ...{ gross: 100n, minutes: 10n, proofs: 5n, gates, supporters: 15n, heldBack: 0n, jobs: 50n, fees: 10n },
  ...{ sum: 100n, paid: 100n, stakeTaken: 20n },
};

describe('the rows of the waterfall', () => {
  it('begin each where the one before ended, and every sum on the axis', () => {
    const rows = waterfallRows(told).map(({ name, amount, from, to }) => [name, Number(amount), from * 110, to * 110]);
    const round = rows.map(([name, amount, from, to]) => [
      name,
      amount,
      Math.round(Number(from)),
      Math.round(Number(to)),
    ]);
    expect(round).toEqual([
      ['gross', 100, 0, 100],
      ['minutes', -10, 90, 100],
      ['proofs', -5, 85, 90],
      ['gates', -10, 75, 85],
      ['supporters', -15, 60, 75],
      ['heldBack', 0, 60, 60],
      ['jobs', 50, 60, 110],
      ['fees', -10, 100, 110],
      ['paid', 100, 0, 100],
      ['stakeTaken', -20, 80, 100],
      ['left', 80, 0, 80],
    ]);
  });

  it('stay within the drawing where more was lost than earned', () => {
    const rows = waterfallRows({ ...told, sum: 100n, stakeTaken: 400n });
    for (const { from, to } of rows) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(1);
      expect(from).toBeLessThanOrEqual(to);
    }
    expect(rows.at(-1)?.amount).toBe(-300n);
  });

  it('are all there where nothing was earned', () => {
    const nothing = {
      ...told,
      gross: 0n,
      minutes: 0n,
      proofs: 0n,
      gates: { ...gates, stake: 0n, uptime: 0n },
      supporters: 0n,
    };
    const rows = waterfallRows({ ...nothing, jobs: 0n, fees: 0n, sum: 0n, paid: 0n, stakeTaken: 0n });
    expect(rows).toHaveLength(11);
    expect(rows.every(({ from, to }) => from === 0 && to === 0)).toBe(true);
  });
});
