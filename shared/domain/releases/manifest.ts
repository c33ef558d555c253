/**
 * What the network signs of an hour: which rows there are, the numbers that they were worked out from, and the release
 * before. It holds everything that a stranger needs to work out the rows again, and nothing about anybody.
 * Source: the network's rule set, section (f).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { readJson } from '../../json/read-json.ts';
import { poolNames } from '../rewards/classes.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import { blockIdPattern } from './block-id.ts';
import { correctionSchema } from './correction.ts';
import { releaseParametersSchema } from './parameters.ts';
import { faultsOf, plainAmount, type RowFault } from './row.ts';

export const manifestSchemaVersion = 1;
/** Twenty times the fleet that the network is built for. */
export const mostRows = 2_000_000;
export const mostManifestBytes = 4 * 2 ** 20;
export const mostSignaturesBytes = 2 ** 16;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Milliseconds since 1970 UTC, up to the year 9999. */
const time = z.number().int().min(0).max(253_402_300_799_999);
/** Of the two spellings that base64url allows for some bits at the end, the one that every encoder writes. */
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);
const signature = z.string().regex(/^[A-Za-z0-9_-]{85}[AQgw]$/);

const poolSchema = z.strictObject({
  pool: z.enum(poolNames),
  minted: plainAmount,
  carried_in: plainAmount,
  paid: plainAmount,
  carried_out: plainAmount,
  score_sum: plainAmount,
});

export const manifestSchema = z.strictObject({
  schema: z.literal(manifestSchemaVersion),
  /** Name of the parameter record. */
  network: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 .-]{0,39}$/),
  /** Its coins are for trying and have no price. */
  is_play: z.boolean(),
  block_id: z.string().regex(blockIdPattern),
  /** Counts the network's hours, from 0. */
  epoch: z.number().int().min(0),
  hour: z.strictObject({
    starts_at: time,
    ends_at: time,
    /** Length of a network hour when it began. */
    hour_ms: z.number().int().min(1).max(604_800_000),
    /** Shorter than a network hour; pays nobody. */
    is_part: z.boolean(),
    /** Whole hours before this one: its place in the emission's calendar. */
    emission_hour: z.number().int().min(0).max(10_000_000),
  }),
  rows: z.number().int().min(0).max(mostRows),
  /** Of the file of rows. */
  sha256: hash,
  merkle_root: hash,
  /** SHA-256 of the manifest before; null for the network's first. */
  previous: hash.nullable(),
  parameters: releaseParametersSchema,
  pools: z.tuple([poolSchema, poolSchema]),
  totals: z.strictObject({
    /** Minted in this hour. */
    emission: plainAmount,
    /** Play coins given out in this hour; 0 on a real network. */
    granted: plainAmount,
    paid: plainAmount,
    /** What the pools hand to their next hour. */
    carry: plainAmount,
    burned: plainAmount,
    /** All coins there are when the hour has closed: minted and granted ever, less what was burned. */
    supply: plainAmount,
  }),
  corrections: z.array(correctionSchema).max(10_000),
  /** Who may sign this release. */
  signers: z.strictObject({ network: publicKeySchema, validators: z.array(publicKeySchema).max(256) }),
});
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

export const signatureRoles = ['network', 'validator'] as const;

export const signaturesSchema = z
  .array(z.strictObject({ by: z.enum(signatureRoles), key: publicKeySchema, signature }))
  .max(257)
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length);
export type ReleaseSignatures = Readonly<z.infer<typeof signaturesSchema>>;

/** The file of a manifest, to the byte. */
export const manifestText = (manifest: Manifest): string => canonicalJson(manifest);

/** What the next manifest calls `previous`: SHA-256 of the file. */
export const manifestHash = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** The file of the signatures, to the byte, in order of key: another order would be another file of the same facts. */
export const signaturesText = (signatures: ReleaseSignatures): string =>
  canonicalJson(signatures.toSorted((left, right) => (left.key < right.key ? -1 : 1)));

const mostDepth = 4;

const readCanonical = <Value>(
  text: string,
  schema: z.ZodType<Value>,
  write: (value: Value) => string,
): { value: Value | null; faults: RowFault[] } => {
  const read = readJson(text, mostDepth);
  if (read === null) return { value: null, faults: [{ code: 'not_json', key: null, found: null }] };
  const parsed = schema.safeParse(read.value);
  if (!parsed.success) return { value: null, faults: faultsOf(read.value, parsed.error) };
  if (write(parsed.data) === text) return { value: parsed.data, faults: [] };
  return { value: parsed.data, faults: [{ code: 'not_canonical', key: null, found: null }] };
};

/** @returns the manifest also when it is only written in another way than it should be */
export const readManifest = (text: string): { value: Manifest | null; faults: RowFault[] } =>
  readCanonical(text, manifestSchema, manifestText);

export const readSignatures = (text: string): { value: ReleaseSignatures | null; faults: RowFault[] } =>
  readCanonical(text, signaturesSchema, signaturesText);
