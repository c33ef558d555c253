/** Made-up money for the fake core: 24 hours of earnings, a ledger, a stake and a ladder. */
import type { Earnings, LedgerEntry } from '../../../shared/contract/app/earnings.ts';
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import type { TierState } from '../../../shared/contract/app/tier.ts';
import { intentText } from '../../../shared/domain/intents/intent-text.ts';
import { standing } from '../../../shared/domain/tiers/tier.ts';
import { baseUnitsPerIo, inBaseUnits, parseIo } from '../../../shared/units/money.ts';

export const io = (text: string): bigint => {
  const amount = parseIo(text);
  if (amount === null) throw new Error(`${text} is no amount`);
  return amount;
};

export const noEarnings: Earnings = {
  totals: { estimate: 0n, confirmed: 0n, paid: 0n },
  today: 0n,
  hours: [],
  ledger: [],
  outlook: null,
  readAt: null,
};

/** The running hour of a device that lacks nothing. */
const goodOutlook = (endsAt: number): NonNullable<Earnings['outlook']> => ({
  ...{ closedBy: null, minutes: 60, continuousUptimeMinutes: 900, proofsPassed: 4, proofsFailed: 0, endsAt },
  ...{ class: 'gpu-24', minutesNeeded: 45, proofsNeeded: 3, verifiedHours: 200, verifiedHoursNeeded: 12 },
  ...{ uptimeMinutesNeeded: 300, staked: io('746.25'), ownStaked: io('746.25'), required: io('450') },
  ...{ missing: [], isHeldBack: false },
});

const hireByHour = [1, 1, 0.6, 0, 0, 0, 1, 1, 1, 0.03, 0, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 1.1, 1, 1, 0.8, 0.5, 1, 0.7];

/** @param hourMs length of a network hour */
export const earningsOf = (now: number, hourMs: number): Earnings => {
  const first = Math.floor(now / hourMs) * hourMs - 23 * hourMs;
  const hours: Earnings['hours'] = hireByHour.map((hire, index) => ({
    epoch: 480_000 + index,
    from: first + index * hourMs,
    to: first + (index + 1) * hourMs,
    state: index < 10 ? 'paid' : index < 18 ? 'confirmed' : 'estimate',
    rewards: hire === 0 && index > 2 && index < 6 ? io('0.06') : io('0.25'),
    jobs: (io('1.29') * BigInt(Math.round(hire * 100))) / 100n,
  }));
  const sum = (state: string): bigint =>
    hours.filter((hour) => hour.state === state).reduce((total, hour) => total + hour.rewards + hour.jobs, 0n);
  const rewards: LedgerEntry[] = hours.map((hour) => ({
    id: `reward-${hour.epoch}`,
    from: hour.from,
    to: hour.to,
    kind: 'hourly_reward',
    state: hour.state,
    amount: hour.rewards,
    reference: String(hour.epoch),
  }));
  const jobs: LedgerEntry[] = hours
    .filter((hour) => hour.jobs > 0n)
    .map((hour) => ({
      id: `job-${hour.epoch}`,
      from: hour.from,
      to: hour.to,
      kind: 'job_pay',
      state: hour.state,
      amount: hour.jobs,
      reference: 'job-8f31c2',
    }));
  const others: LedgerEntry[] = [
    {
      id: 'payout-1',
      from: first - hourMs,
      to: first - hourMs,
      kind: 'payout',
      state: 'paid',
      amount: -io('133.35'),
      reference: 'payout-77',
    },
    {
      id: 'grant-1',
      from: first - 40 * hourMs,
      to: first - 40 * hourMs,
      kind: 'grant',
      state: 'paid',
      amount: io('900'),
      reference: 'localnet',
    },
  ];
  return {
    totals: { estimate: sum('estimate'), confirmed: sum('confirmed') + io('120.41'), paid: sum('paid') + io('133.35') },
    today: hours.slice(8).reduce((total, hour) => total + hour.rewards + hour.jobs, 0n),
    hours,
    ledger: [...rewards, ...jobs, ...others].toSorted((a, b) => b.from - a.from),
    outlook: goodOutlook(first + 24 * hourMs),
    readAt: now - 4_000,
  };
};

const losses = [
  ['O1', 10_000],
  ['O2', 5_000],
  ['O3', 3_000],
  ['O4', 200],
  ['O5', 50],
] as const;

export const stakeOf = (now: number, staked: bigint, required: bigint): StakeState => ({
  wallet: io('153.75'),
  staked,
  required,
  capacity: io('5000'),
  cooldownMs: 14 * 86_400_000,
  cooling: [],
  slashes: [],
  risks: losses.map(([offence, bps]) => ({ offence, bps, loss: (staked * BigInt(bps) + 9_999n) / 10_000n })),
  readAt: now - 4_000,
});

export const silverTier = (now: number): TierState => ({
  ...standing({
    complianceLevel: 3,
    qualityBps: 9_420,
    uptimeBps: 9_740,
    connectivityTier: 3,
    staked: inBaseUnits(746n * baseUnitsPerIo + 25_000_000n),
    required: inBaseUnits(io('450')),
  }),
  readAt: now - 4_000,
});

/** The text of a quote, line by line, as the network would have it signed. */
export const signedText = (
  action: 'stake' | 'unstake',
  amount: bigint,
  stake: StakeState,
  stakedAfter: bigint,
  now: number,
): string[] =>
  intentText({
    intentId: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
    action,
    network: 'Localnet',
    networkKey: 'k'.repeat(43),
    accountId: 'a0123456789abcdef01234567',
    deviceId: 'd0123456789abcdef01234567',
    amount: inBaseUnits(amount),
    risks: [{ cause: 'O5', bps: 10_000, loss: inBaseUnits(stakedAfter) }],
    destination: { kind: action === 'stake' ? 'stake' : 'cooling' },
    ownAfter: inBaseUnits(stakedAfter),
    deviceAfter: inBaseUnits(stakedAfter),
    required: inBaseUnits(stake.required),
    freeAt: now + stake.cooldownMs,
    fee: inBaseUnits(0n),
    endsEarning: stakedAfter < stake.required,
    shareBps: null,
    expiresAt: now + 600_000,
  }).split('\n');
