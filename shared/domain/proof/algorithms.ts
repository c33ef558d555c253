/** Which proof a device of some version can be asked for: old apps are served until their notice is over. Pure. */
import type { EpochMs } from '../../units/time.ts';
import type { ParameterRecord } from '../parameters/record.ts';

/** What this version can ask and verify. */
const known: readonly string[] = ['perigee-fill-walk-1'];

/**
 * @param offered what the device's app can run
 * @returns the newest that the record accepts now and both sides know; null: the app must be updated first
 */
export const acceptedAlgorithm = (
  offered: readonly string[],
  { proofAlgorithms }: Pick<ParameterRecord, 'proofAlgorithms'>,
  now: EpochMs,
): string | null =>
  proofAlgorithms.find(
    ({ name, acceptedUntil }) =>
      (acceptedUntil === null || now < acceptedUntil) && known.includes(name) && offered.includes(name),
  )?.name ?? null;
