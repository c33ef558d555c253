import type { Trx } from '../../store/transaction.ts';

/**
 * What a release needs that the network's own tables do not tell. The country of a device must never be read from what
 * somebody handed over for a check of identity: that was given for another purpose.
 */
export interface ReleaseSources {
  /** ISO 3166-1 alpha-2 by device; a device that is not in it has no known country, which is never named. */
  countriesOf(deviceIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Raw Ed25519 keys, base64url, of the validators that may sign the release that is made now; none: the network alone. */
  validatorKeys(trx: Trx): Promise<readonly string[]>;
}

/** Of a network that measures no place. */
export const noCountries: ReleaseSources['countriesOf'] = async () => new Map();
