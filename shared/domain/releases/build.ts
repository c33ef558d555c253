/**
 * Makes an hourly release from what the network knows of a closed hour. It takes every fact that a row needs and nothing
 * that a row must not have; what it makes is the same for the same hour, in whatever order the devices are given.
 * Source: the network's rule set, section (f).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { byId } from '../amounts/pro-rata.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import { classNamed, poolNames } from '../rewards/classes.ts';
import { blockIdAt } from './block-id.ts';
import { byCorrectedRow } from './correction.ts';
import { type CountryMemory, nameCountries } from './country.ts';
import type { ReleaseDevice, ReleaseFacts } from './facts.ts';
import { leafLine } from './leaves.ts';
import { type Manifest, manifestHash, manifestSchema, manifestSchemaVersion, manifestText } from './manifest.ts';
import { createMerkleTree, leafHash } from './merkle.ts';
import { releaseParametersOf } from './parameters.ts';
import {
  countryPattern,
  otherCountry,
  type ReleaseRow,
  rowLine,
  rowSchema,
  rowSchemaVersion,
  unlistedName,
} from './row.ts';

export interface BuiltRelease {
  /** Of the file of rows, without their ends. */
  readonly lines: readonly string[];
  /** Of the file of leaves, likewise. */
  readonly leaves: readonly string[];
  readonly manifest: Manifest;
  /** The file of the manifest: what `releaseMessage` is made of, and what is signed. */
  readonly manifestText: string;
  /** `previous` of the next release. */
  readonly manifestHash: string;
  /** Secret; for the next release. */
  readonly countries: CountryMemory;
}

/** An owner may call a class what they like; only names that the record lists are published. */
const publishedClass = (name: string, { classes }: ParameterRecord): string =>
  classes.some((listed) => listed.name === name) ? name : unlistedName;

const rowOf = (device: ReleaseDevice, { hour, parameters }: ReleaseFacts, country: string): ReleaseRow => {
  const { line, facts, split } = device;
  const className = publishedClass(line.class, parameters);
  return rowSchema.parse({
    schema: rowSchemaVersion,
    block_id: blockIdAt(hour.startsAt),
    device_id: line.deviceId,
    owner_tag: device.ownerTag,
    class: className,
    count: facts.count,
    pool: classNamed(className, parameters.classes).pool,
    conn_tier: facts.connectivityTier,
    country,
    tier: facts.tier,
    c_level: device.complianceLevel,
    q_score: device.qualityBps,
    stake: String(facts.staked),
    required: String(facts.required),
    state: device.state,
    pow_pass: line.proofsPassed,
    pow_total: line.proofsAsked,
    uptime_min: line.minutes,
    exempt: facts.isExempt,
    ramp: line.rampBps,
    elig: line.eligBps,
    score: String(line.score),
    reward: String(line.reward),
    owner_part: String(split.owner),
    supporters_part: String(split.supporters.reduce((sum, { amount }) => sum + amount, 0n)),
    slashed: String(device.slashed),
    reason: line.ineligible,
    params_version: parameters.version,
  });
};

const sumOf = (amounts: readonly bigint[]): string => String(amounts.reduce((sum, amount) => sum + amount, 0n));

/** @throws when a fact is none that may be published, a pool is missing, or a device stands twice */
export const buildRelease = (facts: ReleaseFacts): BuiltRelease => {
  const { hour, parameters } = facts;
  const placed = facts.devices.map((device) => ({
    deviceId: device.line.deviceId,
    ownerTag: device.ownerTag,
    country: device.country,
    class: publishedClass(device.line.class, parameters),
    tier: device.facts.tier,
  }));
  const misplaced = placed.find(({ country }) => country !== null && !countryPattern.test(country));
  if (misplaced !== undefined) throw new RangeError(`no country: ${misplaced.country}`);
  if (new Set(placed.map(({ deviceId }) => deviceId)).size !== placed.length)
    throw new RangeError('a device stands twice');
  const { named, memory } = nameCountries(facts.countries, placed);
  const lines = facts.devices
    .toSorted((left, right) => byId({ id: left.line.deviceId }, { id: right.line.deviceId }))
    .map((device) => rowLine(rowOf(device, facts, named.get(device.line.deviceId) ?? otherCountry)));
  const file = sha256.create();
  const tree = createMerkleTree();
  const newline = Uint8Array.of(0x0a);
  const leaves = lines.map((line) => {
    const bytes = utf8ToBytes(line);
    file.update(bytes).update(newline);
    const leaf = leafHash(bytes);
    tree.add(leaf);
    return leafLine(leaf);
  });
  const pools = poolNames.map((name) => {
    const pool = facts.pools.find((each) => each.pool === name);
    if (pool === undefined) throw new RangeError(`no pool ${name}`);
    return pool;
  });
  const manifest = manifestSchema.parse({
    schema: manifestSchemaVersion,
    network: parameters.name,
    is_play: parameters.isPlay,
    block_id: blockIdAt(hour.startsAt),
    epoch: hour.epoch,
    hour: {
      starts_at: hour.startsAt,
      ends_at: hour.endsAt,
      hour_ms: hour.hourMs,
      is_part: hour.isPart,
      emission_hour: hour.emissionHour,
    },
    rows: lines.length,
    sha256: bytesToHex(file.digest()),
    merkle_root: bytesToHex(tree.root()),
    previous: facts.previous,
    parameters: releaseParametersOf(parameters),
    pools: pools.map(({ pool, minted, carriedIn, paid, carriedOut, scoreSum }) => ({
      pool,
      minted: String(minted),
      carried_in: String(carriedIn),
      paid: String(paid),
      carried_out: String(carriedOut),
      score_sum: String(scoreSum),
    })),
    totals: {
      emission: sumOf(pools.map(({ minted }) => minted)),
      granted: String(facts.granted),
      paid: sumOf(pools.map(({ paid }) => paid)),
      carry: sumOf(pools.map(({ carriedOut }) => carriedOut)),
      burned: String(facts.burned),
      supply: String(facts.supply),
    },
    corrections: facts.corrections.toSorted(byCorrectedRow),
    signers: { network: facts.signers.network, validators: facts.signers.validators.toSorted() },
  });
  const text = manifestText(manifest);
  return { lines, leaves, manifest, manifestText: text, manifestHash: manifestHash(text), countries: memory };
};
