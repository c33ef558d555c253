import { describe, expect, it } from 'vitest';
import { earningsOf, minutesOf, nothingEarned } from './statement.ts';

const midnight = 1_000;
const line = {
  id: '1',
  from: 0,
  to: 2_000,
  kind: 'hourly_reward' as const,
  state: 'confirmed' as const,
  amount: '5',
  reference: '1',
};
const statement = {
  totals: { estimate: '7', confirmed: '100000000000000000000', paid: '0', compounded: '0' },
  ledger: [
    line,
    { ...line, id: '2', kind: 'job_pay' as const, amount: '3' },
    { ...line, id: '3', kind: 'payout' as const, amount: '-5' },
    { ...line, id: '4', to: 999, amount: '50' },
  ],
  hours: [{ epoch: 1, from: 0, to: 2_000, state: 'confirmed' as const, rewards: '5', jobs: '3' }],
  currentHour: {
    ...{ epoch: 2, startsAt: 0, endsAt: 60_000, countedMinutes: [], proofsPassed: 0, proofsAsked: 0 },
    outlook: {
      ...{ closedBy: 'stake' as const, minutes: 60, continuousUptimeMinutes: 60, proofsPassed: 1, proofsFailed: 0 },
      ...{ class: 'cpu', minutesNeeded: 45, proofsNeeded: 1, verifiedHours: 0, verifiedHoursNeeded: 12 },
      ...{ uptimeMinutesNeeded: 300, staked: '1', ownStaked: '1', required: '20000000000' },
      ...{ missing: [], isHeldBack: false },
    },
  },
};

describe('the network statement as the app shows it', () => {
  it('keeps every digit of an amount', () => {
    expect(earningsOf(statement, 9, midnight).totals.confirmed).toBe(10n ** 20n);
  });

  it('counts today what came in since midnight and the open hour, never a payout', () => {
    expect(earningsOf(statement, 9, midnight).today).toBe(5n + 3n + 7n);
  });

  it('tells how the running hour will end, with its amounts', () => {
    const { outlook } = earningsOf(statement, 9, midnight);
    expect(outlook).toMatchObject({ closedBy: 'stake', endsAt: 60_000, staked: 1n, required: 20_000_000_000n });
  });

  it('knows no time at which nothing was read', () => expect(nothingEarned.readAt).toBeNull());

  it('marks each finished minute and none that is still to come', () => {
    const hour = { startsAt: 0, endsAt: 60_000, countedMinutes: [0, 2] };
    expect(minutesOf(hour, 3_999)).toEqual(['counted', 'missed', 'counted']);
    expect(minutesOf(hour, 0)).toEqual([]);
    expect(minutesOf(hour, 600_000)).toHaveLength(60);
    expect(minutesOf(hour, -5)).toEqual([]);
  });
});
