/**
 * Whether a manifest's numbers add up: in themselves and by the emission's calendar, with what its rows sum to, and with
 * the release before.
 * Source: the network's rule set, sections (c) and (f); invariants 1, 2, 4 and 22.
 */
import { type BaseUnits, noCoins } from '../../units/money.ts';
import { poolNames } from '../rewards/classes.ts';
import { hourEmission, poolShares } from '../rewards/emission.ts';
import { emissionHourAt } from '../rewards/emission-calendar.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import { blockIdAt } from './block-id.ts';
import type { Found } from './finding.ts';
import type { Manifest } from './manifest.ts';

type Check = (key: string, found: string | number | bigint | boolean, expected: string | number | bigint) => void;

const checking = (code: 'manifest_wrong' | 'chain_broken'): { readonly faults: Found[]; readonly check: Check } => {
  const faults: Found[] = [];
  return {
    faults,
    check: (key, found, expected) => {
      if (String(found) !== String(expected))
        faults.push({ code, part: 'manifest', key, expected: String(expected), found: String(found) });
    },
  };
};

const sumOf = (amounts: readonly string[]): bigint => amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);

const emissionOf = ({ hour, parameters }: Manifest): BaseUnits => {
  if (hour.is_part) return noCoins;
  const { month, hourOfMonth, hoursInMonth } = emissionHourAt(parameters.calendar, hour.emission_hour);
  return hourEmission(month, hourOfMonth, hoursInMonth);
};

/** What a manifest says that does not follow from the rest of it. */
export const manifestFaults = (manifest: Manifest): Found[] => {
  const { faults, check } = checking('manifest_wrong');
  const { hour, pools, totals } = manifest;
  check('block_id', manifest.block_id, blockIdAt(hour.starts_at));
  const lengthMs = hour.ends_at - hour.starts_at;
  check('hour.is_part', hour.is_part, String(lengthMs < hour.hour_ms));
  if (lengthMs > hour.hour_ms || lengthMs <= 0) check('hour.ends_at', hour.ends_at, hour.starts_at + hour.hour_ms);
  const emission = emissionOf(manifest);
  check('totals.emission', totals.emission, emission);
  if (!manifest.is_play) check('totals.granted', totals.granted, 0n);
  const shares = poolShares(emission, {
    enterpriseShareBps: manifest.parameters.enterprise_share_bps,
  });
  for (const [at, each] of pools.entries()) {
    const name = poolNames[at] ?? each.pool;
    check(`pools.${at}.pool`, each.pool, name);
    check(`pools.${name}.minted`, each.minted, shares[name]);
    const left = BigInt(each.minted) + BigInt(each.carried_in) - BigInt(each.paid);
    check(`pools.${name}.carried_out`, each.carried_out, left);
  }
  check('totals.paid', totals.paid, sumOf(pools.map(({ paid }) => paid)));
  check('totals.carry', totals.carry, sumOf(pools.map(({ carried_out }) => carried_out)));
  for (const { block_id: about, device_id: deviceId, key } of manifest.corrections)
    if (about >= manifest.block_id) faults.push({ code: 'correction_wrong', part: 'manifest', deviceId, key });
  return faults;
};

/** What the rows of a release come to, by pool. */
export interface RowSums {
  readonly rewards: ReadonlyMap<string, bigint>;
  readonly scores: ReadonlyMap<string, bigint>;
}

/** What a manifest says of its rows that their sums do not bear out. */
export const sumFaults = ({ pools }: Manifest, { rewards, scores }: RowSums): Found[] => {
  const { faults, check } = checking('manifest_wrong');
  for (const { pool, paid, score_sum } of pools) {
    check(`pools.${pool}.paid`, paid, rewards.get(pool) ?? 0n);
    check(`pools.${pool}.score_sum`, score_sum, scores.get(pool) ?? 0n);
  }
  return faults;
};

/** A release that another goes on from. */
export interface ReleaseBefore {
  /** SHA-256 of the manifest's file. */
  readonly hash: string;
  /** Null: it cannot be read. */
  readonly manifest: Manifest | null;
}

/**
 * What does not go on from the release before.
 *
 * @param isKeyKnown  whether the network's keys are known from elsewhere; where they are not, it must keep the one it has
 */
export const chainFaults = (
  manifest: Manifest,
  { hash, manifest: last }: ReleaseBefore,
  isKeyKnown: boolean,
): Found[] => {
  const { faults, check } = checking('chain_broken');
  if (last !== null && manifest.epoch > last.epoch + 1) {
    // Of hours that are not at hand nothing more can be said.
    check('epoch', manifest.epoch, last.epoch + 1);
    return faults;
  }
  check('previous', manifest.previous ?? 'null', hash);
  if (last === null) return faults;
  if (!isKeyKnown) check('signers.network', manifest.signers.network, last.signers.network);
  check('network', manifest.network, last.network);
  check('is_play', manifest.is_play, String(last.is_play));
  check('epoch', manifest.epoch, last.epoch + 1);
  check('hour.starts_at', manifest.hour.starts_at, last.hour.ends_at);
  check('hour.emission_hour', manifest.hour.emission_hour, last.hour.emission_hour + (last.hour.is_part ? 0 : 1));
  for (const [at, { pool, carried_in }] of manifest.pools.entries())
    check(`pools.${pool}.carried_in`, carried_in, last.pools[at]?.carried_out ?? '0');
  const { emission, granted, burned, supply } = manifest.totals;
  const expected = BigInt(last.totals.supply) + BigInt(emission) + BigInt(granted) - BigInt(burned);
  check('totals.supply', supply, expected);
  const [now, then] = [manifest.parameters, last.parameters];
  if (now.version < then.version) check('parameters.version', now.version, then.version);
  // A network of play coins takes the hour length that it is started with, under one version.
  if (manifest.is_play || now.version !== then.version) return faults;
  check('parameters', canonicalJson(now), canonicalJson(then));
  check('hour.hour_ms', manifest.hour.hour_ms, last.hour.hour_ms);
  return faults;
};

/** A network's first release has nothing before it, so it starts from nothing. */
export const firstFaults = (manifest: Manifest): Found[] => {
  const { faults, check } = checking('chain_broken');
  check('epoch', manifest.epoch, 0);
  for (const { pool, carried_in } of manifest.pools) check(`pools.${pool}.carried_in`, carried_in, 0n);
  return faults;
};
