/**
 * What the running hour would pay every device if all go on as they do. It is worked out for all at once, because what one
 * gets hangs on everybody's score, and kept for a while that grows with what that took: however many ask, it is a small
 * part of a process's time.
 */
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { type BaseUnits, noCoins } from '../../../shared/units/money.ts';
import { inTransaction } from '../../store/transaction.ts';
import { estimateHour } from '../epochs/closing.ts';
import { hourFactsOf } from '../epochs/hour-facts.ts';
import { type Hour, openHour } from '../epochs/hours.ts';
import type { Sighting } from '../epochs/sightings.ts';
import type { Network } from '../network.ts';
import type { ReportedState } from '../sessions/sessions.ts';
import { minutesLeftFor } from './outlook.ts';

/** How many times as long as it took it is kept. */
const keptTimes = 20;

interface Estimates {
  readonly epoch: number;
  readonly rewards: ReadonlyMap<string, BaseUnits>;
}

/**
 * @param epoch  the hour that runs for whoever asks
 * @returns what a device would get, its supporters' parts in it; 0 for one that was not seen, and in an hour that has only
 *   just begun
 */
export type EstimateReward = (deviceId: string, epoch: number) => BaseUnits;

/**
 * The hour as it stands if a device stays: the minutes that are left are counted for a connected one. Before the first
 * proof of the hour is passed the estimate is 0, because nothing speaks for it yet.
 */
const projected = (network: Network, seen: Sighting, hour: Hour, reported: ReportedState | null): HourFacts => {
  const facts = hourFactsOf(seen, network);
  return { ...facts, minutes: facts.minutes + minutesLeftFor(network, seen, hour, reported) };
};

const workOut = async (network: Network): Promise<Estimates> => {
  const connected = await network.whereabouts.listening();
  return inTransaction(network.db, async (trx) => {
    const hour = await openHour(trx);
    const lines = await estimateHour(trx, network, hour, (seen) =>
      projected(network, seen, hour, connected.get(seen.device.id) ?? null),
    );
    return { epoch: hour.number, rewards: new Map(lines.map(({ deviceId, reward }) => [deviceId, reward])) };
  });
};

/** To be asked outside a transaction. */
export const createRunningHour = (network: Network): (() => Promise<EstimateReward>) => {
  const { clock } = network;
  let kept: { readonly until: number; readonly estimates: Estimates } | null = null;
  let working: Promise<Estimates> | null = null;

  const renew = async (): Promise<Estimates> => {
    const beganAt = clock.monotonic();
    const estimates = await workOut(network);
    const now = clock.monotonic();
    kept = { until: now + keptTimes * (now - beganAt), estimates };
    return estimates;
  };

  return async () => {
    const isKept = kept !== null && clock.monotonic() < kept.until;
    if (!isKept)
      working ??= renew().finally(() => {
        working = null;
      });
    const { epoch: worked, rewards } = isKept && kept !== null ? kept.estimates : await (working as Promise<Estimates>);
    return (deviceId, epoch) => (epoch === worked ? (rewards.get(deviceId) ?? noCoins) : noCoins);
  };
};
