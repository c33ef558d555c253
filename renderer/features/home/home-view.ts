/** What Home says, from the live state alone: its sentence, when pausing is safe, which problem leads. Pure. */
import type { Earnings } from '../../../shared/contract/app/earnings.ts';
import type { Status } from '../../../shared/contract/app/status.ts';
import { markOf } from '../../app/activity.ts';
import { hourStripCells, minutesInHour } from '../../ui/hour-strip-cells.ts';
import type { Mark } from '../../ui/state-mark.tsx';

export type SentenceKey =
  | 'off'
  | 'joining'
  | 'ready'
  | 'readyPlay'
  | 'working'
  | 'finishing'
  | 'paused'
  | 'aside'
  | 'needsYou'
  | 'offline';

/** The sentence for every activity but `blocked`, whose sentence is its problem's. */
export const sentenceOf = ({
  activity,
  problems,
  network,
}: Pick<Status, 'activity' | 'problems' | 'network'>): { key: SentenceKey; mark: Mark } => {
  const isEarning = activity === 'ready' || activity === 'working';
  if (isEarning && network && !network.isOnline) return { key: 'offline', mark: 'waiting' };
  if (isEarning && problems.length > 0) return { key: 'needsYou', mark: 'needs-you' };
  if (activity === 'ready') return { key: network?.isPlay ? 'readyPlay' : 'ready', mark: markOf(activity) };
  if (activity === 'new' || activity === 'blocked') return { key: 'off', mark: 'off' };
  return { key: activity, mark: markOf(activity) };
};

export type PauseSafety = { kind: 'counts' } | { kind: 'from'; at: number } | { kind: 'lost' } | { kind: 'job' } | null;

/** What pausing now would do to this network hour. null: there is no hour to lose. */
export const pauseSafetyOf = ({ activity, network }: Pick<Status, 'activity' | 'network'>): PauseSafety => {
  if (activity === 'working') return { kind: 'job' };
  if (activity !== 'ready' || network === null) return null;
  const { counted, nowAt, left } = hourStripCells(network);
  if (counted >= network.minutesNeeded) return { kind: 'counts' };
  if (left === null) return { kind: 'lost' };
  const minuteMs = network.hourMs / minutesInHour;
  return { kind: 'from', at: network.hourStartedAt + (nowAt + network.minutesNeeded - counted) * minuteMs };
};

/** The last moment at which work can be back and this hour still counts; null: it cannot any more. */
export const lastSafeAtOf = (network: NonNullable<Status['network']>): number | null => {
  const { lastSafeAt } = hourStripCells(network);
  return lastSafeAt === null ? null : network.hourStartedAt + (lastSafeAt * network.hourMs) / minutesInHour;
};

/** How sure today's sum is: as sure as the least sure hour that brought something. null: nothing yet today. */
export const todayStateOf = (
  earnings: Pick<Earnings, 'hours' | 'today'>,
  midnight: number,
): 'estimate' | 'confirmed' | 'paid' | null => {
  const brought = earnings.hours.filter(({ to, rewards, jobs }) => to > midnight && rewards + jobs > 0n);
  const states = new Set(brought.map(({ state }) => state));
  if (earnings.today === 0n) return null;
  if (states.has('estimate') || states.size === 0) return 'estimate';
  return states.has('confirmed') ? 'confirmed' : 'paid';
};

/** What the latest hour whose reward the network confirmed brought; null: none yet. */
export const lastConfirmedRewardOf = ({ hours }: Pick<Earnings, 'hours'>): bigint | null =>
  hours.findLast((hour) => hour.state !== 'estimate' && hour.rewards > 0n)?.rewards ?? null;
