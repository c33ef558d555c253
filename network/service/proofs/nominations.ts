/**
 * When each device is asked to prove itself. The whole network shares a few random moments of the hour, its ticks, and
 * each device is asked at some of them: so one GPU that serves two accounts is soon asked twice at one instant. All of
 * it follows from the network's secret, so that nobody can foresee it and a restart does not draw it anew.
 */
import type { EpochMs } from '../../../shared/units/time.ts';
import type { NetworkKeys } from '../../store/secrets.ts';
import type { Hour } from '../epochs/hours.ts';

export interface Nomination {
  readonly at: EpochMs;
  /** Number of the network's tick, the same for every device that is asked at it. */
  readonly tick: number;
}

/** The first comes early, so that a short hour has room for it; none comes so late that the hour ends under it. */
const earliestShare = 0.02;
const firstBeforeShare = 0.12;
const lastBeforeShare = 0.85;

/** Ticks for each proof of the hour: any two devices meet at one with a probability of a third. */
const ticksPerProof = 3;
/** No hour has as many ticks. */
const tickSpace = 1_024;

const share = (keys: Pick<NetworkKeys, 'derive'>, label: string): number =>
  keys.derive(label).readUInt32BE(0) / 2 ** 32;

/** @returns moments in order, as many as `count` */
export const nominationsOf = (
  keys: Pick<NetworkKeys, 'derive'>,
  deviceId: string,
  hour: Pick<Hour, 'number' | 'startsAt' | 'endsAt'>,
  count: number,
): Nomination[] => {
  const length = hour.endsAt - hour.startsAt;
  const chosen = (proof: number): Nomination => {
    const own = Math.floor(share(keys, `nomination\n${deviceId}\n${hour.number}\n${proof}`) * ticksPerProof);
    const place = proof * ticksPerProof + own;
    const drawn = share(keys, `tick\n${hour.number}\n${place}`);
    const [from, to] = proof === 0 ? [earliestShare, firstBeforeShare] : [firstBeforeShare, lastBeforeShare];
    return {
      at: hour.startsAt + Math.floor(length * (from + drawn * (to - from))),
      tick: hour.number * tickSpace + place,
    };
  };
  return Array.from({ length: count }, (_, proof) => chosen(proof)).toSorted((left, right) => left.at - right.at);
};
