/** Keeps what the network's ledger says of this device: earnings, tier and stake, read again when they may have moved. */
import type { Earnings, RewardReason } from '../../shared/contract/app/earnings.ts';
import type { StakeState } from '../../shared/contract/app/stake.ts';
import type { TierState } from '../../shared/contract/app/tier.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';
import { earningsOf, nothingEarned, reasonOf, stakeOf, tierOf } from './statement.ts';

/** The part of the link that reads money. */
export interface MoneySource {
  statement(): Promise<NetworkOutputs['earnings']['statement']>;
  /** null: the network knows no such hour of this device. */
  why(epoch: number): Promise<NetworkOutputs['earnings']['why'] | null>;
  tier(): Promise<NetworkOutputs['tier']['standing']>;
  stakeStanding(): Promise<NetworkOutputs['stake']['standing']>;
}

export type CurrentHour = NetworkOutputs['earnings']['statement']['currentHour'];

export interface Money {
  readonly earnings: ReadonlyCell<Earnings>;
  readonly tier: ReadonlyCell<TierState | null>;
  readonly stake: ReadonlyCell<StakeState | null>;
  /** The hour that runs, as the network counts it; null before the first answer. */
  readonly currentHour: ReadonlyCell<CurrentHour | null>;
  /** null while offline for good: what was read stays, with its time. */
  setSource(source: MoneySource | null): void;
  /** Reads all of it. Calls while one is under way share one more. @throws what the link throws */
  refresh(): Promise<void>;
  why(epoch: number): Promise<RewardReason | null>;
}

const midnightBefore = (now: number): number => new Date(now).setHours(0, 0, 0, 0);

export const createMoney = (clock: Clock): Money => {
  const earnings = createCell<Earnings>(nothingEarned);
  const tier = createCell<TierState | null>(null);
  const stake = createCell<StakeState | null>(null);
  const currentHour = createCell<CurrentHour | null>(null);
  let source: MoneySource | null = null;
  let underWay: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    if (source === null) return;
    const [statement, tierStanding, stakeStanding] = await Promise.all([
      source.statement(),
      source.tier(),
      source.stakeStanding(),
    ]);
    const at = clock.now();
    earnings.set(earningsOf(statement, at, midnightBefore(at)));
    currentHour.set(statement.currentHour);
    tier.set(tierOf(tierStanding, at));
    stake.set(stakeOf(stakeStanding, at));
  };

  const start = (): Promise<void> => {
    const reading = read().finally(() => {
      underWay = null;
    });
    underWay = reading;
    return reading;
  };

  return {
    earnings,
    tier,
    stake,
    currentHour,
    setSource: (from) => {
      source = from;
    },
    refresh: () => {
      if (underWay === null) return start();
      next ??= underWay
        .catch(() => undefined)
        .then(() => {
          next = null;
          return start();
        });
      return next;
    },
    why: async (epoch) => {
      const reason = await source?.why(epoch);
      return reason ? reasonOf(reason) : null;
    },
  };
};
