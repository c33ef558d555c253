/** Rows of hourly releases: what was published, who signed it, and the secrets that the next one needs. */
import type { Generated } from 'kysely';
import type { signatureRoles } from '../../../shared/domain/releases/manifest.ts';

/** All coins there were when an hour was closed: counted up since the network began, so that no coin falls between hours. */
export interface HourCoinsTable {
  epoch: number;
  /** Play coins. */
  grantedEver: bigint;
  burnedEver: bigint;
  supply: bigint;
}

/** Never changed. */
export interface ReleaseTable {
  epoch: number;
  blockId: string;
  rows: number;
  /** The file, to the byte. */
  manifest: string;
  manifestHash: string;
  madeAt: number;
}

/** Never changed. */
export interface ReleaseRowTable {
  epoch: number;
  /** Line of the file, from 1. */
  row: number;
  deviceId: string;
  /** Without its end. */
  line: string;
  /** Its hash, as the file of leaves has it. */
  leaf: string;
}

/** Never changed. */
export interface ReleaseSignatureTable {
  id: Generated<number>;
  epoch: number;
  key: string;
  signedBy: (typeof signatureRoles)[number];
  signature: string;
  at: number;
}

/** Sixteen hex digits for each account and quarter; nothing about the account follows from them. */
export interface OwnerTagTable {
  accountId: string;
  quarter: number;
  tag: string;
}

/** Secret: where each device stood in the newest release, as `exactJson` of a `CountryMemory`. Older ones are forgotten. */
export interface ReleaseCountriesTable {
  epoch: number;
  memory: string;
}

export interface ReleasesTables {
  hourCoins: HourCoinsTable;
  releases: ReleaseTable;
  releaseRows: ReleaseRowTable;
  releaseSignatures: ReleaseSignatureTable;
  ownerTags: OwnerTagTable;
  releaseCountries: ReleaseCountriesTable;
}
