/**
 * When each device is asked to prove itself: moments of the hour that follow from the network's secret, so that nobody
 * can foresee them and a restart does not draw them anew.
 */
import type { EpochMs } from '../../shared/units/time.ts';
import type { NetworkKeys } from '../store/secrets.ts';
import type { Hour } from './hours.ts';

/** The first comes early, so that a short hour has room for it; none comes so late that the hour ends under it. */
const earliestShare = 0.02;
const firstBeforeShare = 0.12;
const lastBeforeShare = 0.85;

const share = (keys: Pick<NetworkKeys, 'derive'>, label: string): number =>
  keys.derive(label).readUInt32BE(0) / 2 ** 32;

/** @returns moments in order, as many as `count` */
export const nominationTimes = (
  keys: Pick<NetworkKeys, 'derive'>,
  deviceId: string,
  hour: Pick<Hour, 'number' | 'startsAt' | 'endsAt'>,
  count: number,
): EpochMs[] => {
  const length = hour.endsAt - hour.startsAt;
  const at = (index: number): EpochMs => {
    const drawn = share(keys, `nomination\n${deviceId}\n${hour.number}\n${index}`);
    const [from, to] = index === 0 ? [earliestShare, firstBeforeShare] : [firstBeforeShare, lastBeforeShare];
    return hour.startsAt + Math.floor(length * (from + drawn * (to - from)));
  };
  return Array.from({ length: count }, (_, index) => at(index)).toSorted((left, right) => left - right);
};
