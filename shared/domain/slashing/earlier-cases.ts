/** Which cases against a device count when the next one is decided. It decides none. */
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';
import type { EarlierCases, Offence } from './offences.ts';
import type { Slash } from './slash.ts';

const windowHours = 720;

/**
 * @param cases  slashes of one device, of any offence and state; those that were returned on appeal do not count
 * @param now  milliseconds since 1970 UTC
 */
export const earlierCasesOf = (
  cases: readonly (Pick<Slash, 'offence' | 'at'> & { readonly state: Pick<Slash['state'], 'kind'> })[],
  offence: Offence,
  now: number,
  parameters: ParameterRecord,
): EarlierCases => {
  const counted = cases.filter((each) => each.offence === offence && each.state.kind !== 'returned');
  const since = now - networkHoursMs(windowHours, parameters);
  return { ever: counted.length, inLast720Hours: counted.filter(({ at }) => at > since).length };
};
