/**
 * One line of an hourly release: one device in one hour. What is not in this list is never published, and each key takes
 * values of one shape only, so that nothing else can travel inside one.
 * Source: the network's rule set, section (f), and its invariant 23.
 */
import { z } from 'zod';
import { deviceStates } from '../../contract/network/devices.ts';
import { readJson } from '../../json/read-json.ts';
import { poolNames } from '../rewards/classes.ts';
import { gates } from '../rewards/eligibility.ts';
import { tierNames } from '../tiers/tier-names.ts';
import { blockIdPattern } from './block-id.ts';

/** Why a device was paid nothing: a gate of the rules, or an hour that was no full one for it. */
export const releaseReasons = [...gates, 'joined_this_hour', 'part_hour'] as const;
export type ReleaseReason = (typeof releaseReasons)[number];

export const rowSchemaVersion = 1;
/** ISO 3166-1 alpha-2. */
export const countryPattern = /^[A-Z]{2}$/;
/** A row without a country of its own. */
export const otherCountry = 'other';
/** Class of every card that the record in force does not list, whatever its owner calls it. */
export const unlistedName = 'unlisted';

/** The network's own id of a device; it follows from the device's key and from nothing about its owner or its place. */
export const deviceIdPattern = /^d[0-9a-f]{24}$/;
/** Lower-case words with hyphens, as parameter records name classes. */
export const classNamePattern = /^[a-z0-9]{1,24}(?:-[a-z0-9]{1,24}){0,4}$/;
/** 64 random bits. The network draws one per account and quarter and keeps no other use for it. */
export const ownerTagPattern = /^[0-9a-f]{16}$/;

/** Base units as decimal text, 0 or more. */
export const plainAmount = z.string().regex(/^(?:0|[1-9]\d{0,29})$/);
const bps = z.number().int().min(0).max(10_000);
const proofs = z.number().int().min(0).max(10_000);
const level = z.number().int().min(0).max(4);

export const rowSchema = z.strictObject({
  schema: z.literal(rowSchemaVersion),
  block_id: z.string().regex(blockIdPattern),
  device_id: z.string().regex(deviceIdPattern),
  owner_tag: z.string().regex(ownerTagPattern),
  class: z.string().regex(classNamePattern),
  count: z.number().int().min(1).max(64),
  pool: z.enum(poolNames),
  conn_tier: level,
  /** ISO 3166-1 alpha-2, or `other`. */
  country: z.union([z.string().regex(countryPattern), z.literal(otherCountry)]),
  tier: z.enum(tierNames),
  c_level: level,
  q_score: bps,
  stake: plainAmount,
  required: plainAmount,
  state: z.enum(deviceStates),
  pow_pass: proofs,
  pow_total: proofs,
  uptime_min: z.number().int().min(0).max(60),
  exempt: z.boolean(),
  ramp: bps,
  elig: bps,
  score: plainAmount,
  reward: plainAmount,
  owner_part: plainAmount,
  supporters_part: plainAmount,
  /** Taken from the stake on this device in this hour. */
  slashed: plainAmount,
  /** The first thing that stood in the way of a reward; null: nothing did. */
  reason: z.enum(releaseReasons).nullable(),
  params_version: z.number().int().min(1).max(1_000_000),
});
export type ReleaseRow = Readonly<z.infer<typeof rowSchema>>;
export type RowKey = keyof ReleaseRow;

export const isRowKey = (key: string): key is RowKey => Object.hasOwn(rowSchema.shape, key);

/** Longest line that a row can come to; longer ones are not even read. */
export const mostRowBytes = 2_048;

const keysInOrder = Object.keys(rowSchema.shape).toSorted();

/**
 * The line of a row, without its end: its canonical JSON. A row is flat, so a list of keys in their order is all that it
 * takes, at a fraction of the time.
 */
export const rowLine = (row: ReleaseRow): string => JSON.stringify(row, keysInOrder);

export interface RowFault {
  readonly code: 'not_json' | 'not_canonical' | 'bad_value' | 'unknown_key';
  readonly key: string | null;
  readonly found: string | null;
}

/** Turns what zod has against a value into faults that name the key. */
export const faultsOf = (value: unknown, { issues }: z.ZodError): RowFault[] =>
  issues.flatMap((issue): RowFault[] => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ code: 'unknown_key', key: [...path, key].join('.'), found: null }));
    const there = issue.path.reduce<unknown>(
      (part, step) => (part !== null && typeof part === 'object' ? (part as Record<PropertyKey, unknown>)[step] : null),
      value,
    );
    return [{ code: 'bad_value', key: path.join('.') || null, found: JSON.stringify(there) ?? null }];
  });

/** @param text a line without its end */
export const readRow = (text: string): { row: ReleaseRow; faults: [] } | { row: null; faults: RowFault[] } => {
  const read = readJson(text, 1);
  if (read === null) return { row: null, faults: [{ code: 'not_json', key: null, found: text }] };
  const parsed = rowSchema.safeParse(read.value);
  if (!parsed.success) return { row: null, faults: faultsOf(read.value, parsed.error) };
  if (rowLine(parsed.data) !== text) return { row: null, faults: [{ code: 'not_canonical', key: null, found: text }] };
  return { row: parsed.data, faults: [] };
};
