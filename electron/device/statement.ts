/** Turns what the network's ledger says, amounts as text, into the app's live state. Pure. */
import type { Earnings, RewardReason } from '../../shared/contract/app/earnings.ts';
import type { StakeState } from '../../shared/contract/app/stake.ts';
import type { TierState } from '../../shared/contract/app/tier.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';

type Statement = NetworkOutputs['earnings']['statement'];
type Standing = NetworkOutputs['stake']['standing'];

export const nothingEarned: Earnings = {
  totals: { estimate: 0n, confirmed: 0n, paid: 0n },
  today: 0n,
  hours: [],
  ledger: [],
  outlook: null,
  readAt: null,
};

const outlookOf = ({ outlook, endsAt }: Statement['currentHour']): Earnings['outlook'] => ({
  ...outlook,
  endsAt,
  staked: BigInt(outlook.staked),
  ownStaked: BigInt(outlook.ownStaked),
  required: BigInt(outlook.required),
});

/** @param midnight start of the owner's day, in ms: what came in after it is today's */
export const earningsOf = (statement: Statement, readAt: number, midnight: number): Earnings => {
  const ledger = statement.ledger.map((entry) => ({ ...entry, amount: BigInt(entry.amount) }));
  const estimate = BigInt(statement.totals.estimate);
  const income = ledger.filter(({ kind, to }) => (kind === 'hourly_reward' || kind === 'job_pay') && to > midnight);
  return {
    totals: {
      estimate,
      confirmed: BigInt(statement.totals.confirmed),
      paid: BigInt(statement.totals.paid),
    },
    today: income.reduce((sum, { amount }) => sum + amount, estimate),
    hours: statement.hours.map((hour) => ({ ...hour, rewards: BigInt(hour.rewards), jobs: BigInt(hour.jobs) })),
    ledger,
    outlook: outlookOf(statement.currentHour),
    readAt,
  };
};

export const tierOf = (standing: NetworkOutputs['tier']['standing'], readAt: number): TierState => ({
  ...standing,
  ladder: standing.ladder.map((step) => ({
    ...step,
    requirements: step.requirements.map((row) => ({ ...row, has: BigInt(row.has), needs: BigInt(row.needs) })),
  })),
  readAt,
});

export const stakeOf = (standing: Standing, readAt: number): StakeState => ({
  wallet: BigInt(standing.wallet),
  staked: BigInt(standing.staked),
  required: BigInt(standing.required),
  capacity: BigInt(standing.capacity),
  cooldownMs: standing.cooldownMs,
  cooling: standing.cooling.map((entry) => ({ ...entry, amount: BigInt(entry.amount) })),
  slashes: standing.slashes.map((entry) => ({ ...entry, amount: BigInt(entry.amount) })),
  risks: standing.risks.map((risk) => ({ ...risk, loss: BigInt(risk.loss) })),
  readAt,
});

export const reasonOf = (reason: NetworkOutputs['earnings']['why']): RewardReason => ({
  ...reason,
  pool: BigInt(reason.pool),
  score: BigInt(reason.score),
  scoreSum: BigInt(reason.scoreSum),
  reward: BigInt(reason.reward),
  ownerPart: BigInt(reason.ownerPart),
  supportersPart: BigInt(reason.supportersPart),
});

/**
 * The network hour as it went: one mark per finished 60th, oldest first.
 *
 * @param since when this device came online in this hour; earlier minutes are missed all the same
 */
export const minutesOf = (
  hour: Pick<Statement['currentHour'], 'startsAt' | 'endsAt' | 'countedMinutes'>,
  now: number,
): ('counted' | 'missed')[] => {
  const minuteMs = (hour.endsAt - hour.startsAt) / 60;
  const finished = Math.max(0, Math.min(60, Math.floor((now - hour.startsAt) / minuteMs)));
  const counted = new Set(hour.countedMinutes);
  return Array.from({ length: finished }, (_, minute) => (counted.has(minute) ? 'counted' : 'missed'));
};
