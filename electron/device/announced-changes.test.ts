import { describe, expect, it } from 'vitest';
import { announcedChangesOf } from './announced-changes.ts';

type Input = Parameters<typeof announcedChangesOf>;
const parameters: Input[0]['parameters'] = {
  ...{ version: 1, name: 'Localnet', isPlay: true, networkKey: 'k', imageSigners: [], hourMs: 10, droppedGates: [] },
  ...{ grant: '0', requiredStakeUnit: '20000000000', cooldownHours: 336, appealHours: 720, minutesNeeded: 45 },
  ...{
    proofsPerHour: 4,
    proofsNeeded: 3,
    payoutEveryHours: 168,
    inferenceTokenPrice: '100000',
    inferenceSampleBps: 100,
    pausedActions: [],
  },
};
const change = (id: string, key: string, value: unknown, effectiveAt: number): Input[1][number] => ({
  ...{ id, key, value, class: 'user_affecting', announcedAt: 0, effectiveAt, expiresAt: null },
  ...{ issue: 'i1', vote: null },
});
const shown = (announced: Input[1], past: Input[1]) =>
  announcedChangesOf({ parameters, announced: [...announced] }, past, 100).map(({ id, from, to }) => [id, from, to]);

describe('announced changes', () => {
  it('say what holds before: by the record, or by the change before of the same thing', () => {
    const second = change('b', 'cooldownHours', 500, 300);
    const first = change('a', 'cooldownHours', 400, 200);
    expect(shown([second, first], [])).toEqual([
      ['a', '336', '400'],
      ['b', '400', '500'],
    ]);
    const proofs = change('c', 'proofs', { perHour: 6, needed: 4 }, 200);
    expect(shown([proofs], [])).toEqual([['c', '{"needed":3,"perHour":4}', '{"needed":4,"perHour":6}']]);
  });

  it('keep classes and offences apart, and say nothing where nothing is known', () => {
    const cpu = { name: 'cpu', pool: 'community', weightMilli: 100 };
    const past = [change('a', 'classes', cpu, 50), change('b', 'classes', { ...cpu, weightMilli: 1 }, 100)];
    const heavier = change('c', 'classes', { ...cpu, weightMilli: 400 }, 200);
    const other = change('d', 'classes', { ...cpu, name: 't4' }, 200);
    expect(shown([heavier, other], [...past].reverse())).toMatchObject([
      ['c', '{"name":"cpu","pool":"community","weightMilli":1}', expect.stringContaining('400')],
      ['d', null, expect.stringContaining('t4')],
    ]);
  });

  it('do not take an emergency that ends for what holds', () => {
    const paused = { ...change('a', 'pausedActions', ['payout'], 150), expiresAt: 200 };
    const again = { ...change('b', 'pausedActions', ['stake'], 250), expiresAt: 300 };
    expect(shown([paused, again], [])).toEqual([
      ['a', '[]', '["payout"]'],
      ['b', '[]', '["stake"]'],
    ]);
  });
});
