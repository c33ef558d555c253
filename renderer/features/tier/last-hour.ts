/** The last network hour that has closed, and what each step would have paid for it, everything else as it was. */
import type { RewardReason } from '../../../shared/contract/app/earnings.ts';
import type { TierState } from '../../../shared/contract/app/tier.ts';
import { whatItWouldEarn } from '../../../shared/domain/tiers/what-it-would-earn.ts';
import { useRewardReason } from '../../app/reward-reason.ts';
import { useTopic } from '../../client/store.ts';

export interface LastHour {
  readonly from: number;
  readonly to: number;
  readonly reason: RewardReason;
  /** Base units of the device's hourly reward, supporters' part included. */
  inTier(tier: TierState['tier']): bigint;
}

/** @returns null before the first hour has closed, and while the network has not said how it came to its reward */
export const useLastHour = (): LastHour | null => {
  const hours = useTopic('earnings')?.hours ?? [];
  const last = hours.findLast(({ state }) => state !== 'estimate');
  const { reason } = useRewardReason(last?.epoch ?? null, last?.state ?? 'estimate');
  if (last === undefined || reason === null) return null;
  return { from: last.from, to: last.to, reason, inTier: (tier) => whatItWouldEarn(reason, tier) };
};
