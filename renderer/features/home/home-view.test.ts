import { describe, expect, it } from 'vitest';
import type { Status } from '../../../shared/contract/app/status.ts';
import { lastConfirmedRewardOf, lastSafeAtOf, pauseSafetyOf, sentenceOf, todayStateOf } from './home-view.ts';

const minute = 60_000;

const hourWith = (counted: number, missed: number): NonNullable<Status['network']> => ({
  name: 'Localnet',
  isPlay: true,
  isOnline: true,
  hourMs: 60 * minute,
  address: 'http://127.0.0.1:8790',
  hourStartedAt: 0,
  hourEndsAt: 60 * minute,
  droppedGates: [],
  minutes: [
    ...Array.from({ length: counted }, () => 'counted' as const),
    ...Array.from({ length: missed }, () => 'missed' as const),
  ],
  minutesNeeded: 45,
});

const problems: Status['problems'] = [{ problem: { code: 'NO_GPU', data: {} }, since: 0, evidence: [] }];

describe('the sentence of Home', () => {
  it.each([
    ['ready', [], 'readyPlay', 'ready'],
    ['working', [], 'working', 'earning'],
    ['working', problems, 'needsYou', 'needs-you'],
    ['paused', problems, 'paused', 'paused'],
    ['off', [], 'off', 'off'],
    ['joining', [], 'joining', 'running'],
  ] as const)('for %s with problems %j is %s', (activity, given, key, mark) =>
    expect(sentenceOf({ activity, problems: [...given], network: hourWith(10, 0) })).toEqual({ key, mark }),
  );

  it('admits that the network does not answer', () =>
    expect(sentenceOf({ activity: 'ready', problems: [], network: { ...hourWith(1, 0), isOnline: false } }).key).toBe(
      'offline',
    ));
});

describe('pausing', () => {
  it('is safe once enough minutes counted', () =>
    expect(pauseSafetyOf({ activity: 'ready', network: hourWith(45, 0) })).toEqual({ kind: 'counts' }));
  it('names the minute from which it is safe', () =>
    expect(pauseSafetyOf({ activity: 'ready', network: hourWith(31, 6) })).toEqual({ kind: 'from', at: 51 * minute }));
  it('costs nothing in an hour that is lost anyway', () =>
    expect(pauseSafetyOf({ activity: 'ready', network: hourWith(10, 20) })).toEqual({ kind: 'lost' }));
  it('warns of the job first', () =>
    expect(pauseSafetyOf({ activity: 'working', network: hourWith(50, 0) })).toEqual({ kind: 'job' }));
  it('says nothing where there is no hour', () =>
    expect(pauseSafetyOf({ activity: 'ready', network: null })).toBeNull());
});

describe('the last safe moment', () => {
  it('leaves as many minutes as the hour can miss', () => expect(lastSafeAtOf(hourWith(31, 6))).toBe(46 * minute));
  it('is gone once too many are missed', () => expect(lastSafeAtOf(hourWith(31, 16))).toBeNull());
});

describe('amounts on Home', () => {
  const hour = (state: 'estimate' | 'confirmed' | 'paid', to: number, rewards: bigint) => ({
    epoch: 1,
    from: 0,
    to,
    state,
    rewards,
    jobs: 0n,
  });
  it.each([
    [['confirmed', 'estimate'], 'estimate'],
    [['confirmed', 'paid'], 'confirmed'],
    [['paid', 'paid'], 'paid'],
  ] as const)('calls %j of today %s', (states, expected) =>
    expect(todayStateOf({ today: 5n, hours: states.map((state) => hour(state, 20, 5n)) }, 10)).toBe(expected),
  );
  it('is not made less sure by an hour that brought nothing', () =>
    expect(todayStateOf({ today: 5n, hours: [hour('paid', 20, 5n), hour('estimate', 30, 0n)] }, 10)).toBe('paid'));

  it('has no label for nothing', () => expect(todayStateOf({ today: 0n, hours: [] }, 10)).toBeNull());
  it('takes the cost of an hour from the latest confirmed one', () =>
    expect(
      lastConfirmedRewardOf({ hours: [hour('paid', 1, 3n), hour('confirmed', 2, 4n), hour('estimate', 3, 9n)] }),
    ).toBe(4n));
});
