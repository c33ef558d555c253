/** What pausing now would cost, from the live state alone. Pure. */
import type { Earnings } from '../../../shared/contract/app/earnings.ts';
import type { Status } from '../../../shared/contract/app/status.ts';
import type { TierState } from '../../../shared/contract/app/tier.ts';
import type { Job } from '../../../shared/contract/app/worker.ts';
import { lastConfirmedRewardOf, pauseSafetyOf } from './home-view.ts';

export interface PauseCost {
  /**
   * `none`: this hour counts already, or cannot any more; otherwise what the last hour brought, for this one would be
   * lost before `safeFrom`. null amount: no hour has brought anything yet.
   */
  reward: { kind: 'none' } | { kind: 'hour'; amount: bigint | null; safeFrom: number };
  /** Pay of a job that would end without it; null: no job runs. */
  job: { pay: bigint | null } | null;
  /** Time online that the tier asks for, both 0..1; null: there is no tier to lose. */
  uptime: { has: number; needs: number } | null;
}

const bps = 10_000;

const uptimeOf = (tier: TierState | null): PauseCost['uptime'] => {
  const step = tier?.ladder.find((each) => each.tier === tier.tier);
  const uptime = step?.requirements.find(({ kind }) => kind === 'uptime');
  return uptime ? { has: Number(uptime.has) / bps, needs: Number(uptime.needs) / bps } : null;
};

/** @returns null while pausing means nothing: it earns nothing now */
export const pauseCostOf = (
  status: Pick<Status, 'activity' | 'network'>,
  jobs: readonly Pick<Job, 'state' | 'pay'>[],
  earnings: Pick<Earnings, 'hours'>,
  tier: TierState | null,
): PauseCost | null => {
  const { activity } = status;
  if (activity !== 'ready' && activity !== 'working') return null;
  const safety = pauseSafetyOf({ ...status, activity: 'ready' });
  const running = jobs.find(({ state }) => state === 'running');
  return {
    reward:
      safety?.kind === 'from'
        ? { kind: 'hour', amount: lastConfirmedRewardOf(earnings), safeFrom: safety.at }
        : { kind: 'none' },
    job: running ? { pay: running.pay?.amount ?? null } : null,
    uptime: uptimeOf(tier),
  };
};
