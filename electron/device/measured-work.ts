/** What of this PC's power is work for the network, and of which hour. Pure. */
import type { Readings } from '../../shared/contract/app/machine.ts';
import type { Status } from '../../shared/contract/app/status.ts';

const working: readonly Status['activity'][] = ['ready', 'working', 'finishing'];

/**
 * @param gpus  those that take part; a processor alone says nothing of what it draws
 * @returns null while nothing is earned, or where one of them does not say: a part of the power would be called the whole
 */
export const wattsOfWork = (
  activity: Status['activity'],
  gpus: readonly { readonly id: string }[],
  readings: Pick<Readings, 'gpus'>,
): number | null => {
  if (!working.includes(activity) || gpus.length === 0) return null;
  let sum = 0;
  for (const { id } of gpus) {
    const watts = readings.gpus[id]?.now.powerWatts ?? null;
    if (watts === null) return null;
    sum += watts;
  }
  return sum;
};

/** Start of the network hour that a moment lies in, which may be later than the one that the network told of last. */
export const runningHourOf = (
  network: Pick<NonNullable<Status['network']>, 'hourStartedAt' | 'hourEndsAt' | 'hourMs'> | null,
  now: number,
): number | null => {
  if (network === null) return null;
  const { hourStartedAt, hourEndsAt, hourMs } = network;
  return now < hourEndsAt ? hourStartedAt : hourEndsAt + Math.floor((now - hourEndsAt) / hourMs) * hourMs;
};
