import { describe, expect, it } from 'vitest';
import { inBaseUnits, noCoins } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { distributeHour, emptyCarry, type HourDevice } from '../rewards/distribute.ts';
import { hourEmission } from '../rewards/emission.ts';
import { canonicalJson } from '../signing/canonical-json.ts';
import { buildRelease } from './build.ts';
import { noMemory } from './country.ts';
import type { ReleaseDevice, ReleaseFacts } from './facts.ts';
import { releaseFiles } from './files.ts';
import { manifestHash, readManifest } from './manifest.ts';
import { readRow } from './row.ts';
import type { IsSignedBy } from './signatures.ts';
import { verifyRelease } from './verify.ts';

const id = (digit: string): string => `d${digit.repeat(24)}`;
const device = (deviceId: string, className: string): HourDevice => ({
  deviceId,
  className,
  facts: {
    count: 1,
    connectivityTier: 1,
    tier: 'bronze',
    verifiedHours: 180,
    continuousUptimeMinutes: 6_000,
    minutes: 60,
    proofsPassed: 4,
    proofsAsked: 4,
    isExempt: false,
    staked: inBaseUnits(200_000_000_000n),
    ownerStaked: inBaseUnits(200_000_000_000n),
    required: inBaseUnits(className === 'h100' ? 200_000_000_000n : 20_000_000_000n),
  },
});
const hourDevices = [device(id('a'), 'h100'), device(id('b'), 'jane@doe.example'), device(id('c'), 'rtx-3060')];
const result = distributeHour(
  { epoch: 0, emission: hourEmission(0, 0, 744), carriedIn: emptyCarry, devices: hourDevices },
  mainnetParameters,
);
const networkKey = 'A'.repeat(43);
const validatorKey = `${'B'.repeat(42)}A`;
const startsAt = Date.UTC(2026, 10, 26, 10);

const devices = result.rewards.map((line): ReleaseDevice => {
  const facts = hourDevices.find(({ deviceId }) => deviceId === line.deviceId)?.facts;
  if (facts === undefined) throw new Error(`no device ${line.deviceId}`);
  return {
    line,
    facts,
    complianceLevel: 1,
    qualityBps: 5_000,
    state: 'ready',
    split: { owner: line.reward, supporters: [] },
    slashed: noCoins,
    ownerTag: '0123456789abcdef',
    country: 'DE',
  };
});
const facts: ReleaseFacts = {
  hour: { epoch: 0, startsAt, endsAt: startsAt + 3_600_000, hourMs: 3_600_000, isPart: false, emissionHour: 0 },
  parameters: mainnetParameters,
  pools: result.pools,
  devices,
  granted: noCoins,
  burned: noCoins,
  supply: result.emission,
  corrections: [],
  previous: null,
  signers: { network: networkKey, validators: [validatorKey] },
  countries: noMemory,
};

const always: IsSignedBy = () => true;
const signature = 'A'.repeat(86);
const findingsOf = async (built: ReturnType<typeof buildRelease>) => {
  const [rows, leaves, manifest, signatures] = releaseFiles(built, [
    { by: 'network', key: networkKey, signature },
    { by: 'validator', key: validatorKey, signature },
  ]).map(({ text }) => Uint8Array.from(text, (character) => character.charCodeAt(0)));
  if (!rows || !leaves || !manifest || !signatures) throw new Error('a file is missing');
  const { findings } = await verifyRelease({
    blockId: built.manifest.block_id,
    files: { rows: [rows], leaves: [leaves], manifest, signatures },
    before: null,
    corrections: [],
    keys: { network: [], validators: [] },
    isSignedBy: always,
    most: 10,
  });
  return findings;
};

describe('a release', () => {
  it('holds when it is verified', async () => {
    expect(await findingsOf(buildRelease(facts))).toEqual([]);
  });

  it('is the same in whatever order devices, pools and validators are given', () => {
    const turned = {
      ...facts,
      devices: facts.devices.toReversed(),
      pools: facts.pools.toReversed(),
    };
    expect(buildRelease(turned)).toEqual(buildRelease(facts));
  });

  it('publishes no name that an owner chose', () => {
    const { lines } = buildRelease(facts);
    expect(lines.join()).not.toContain('jane');
    expect(lines.map((line) => readRow(line).row?.class)).toEqual(['h100', 'unlisted', 'rtx-3060']);
  });

  it('names its manifest by the hash that the next one carries', () => {
    const built = buildRelease(facts);
    expect(built.manifestText).toBe(canonicalJson(built.manifest));
    expect(built.manifestHash).toBe(manifestHash(built.manifestText));
    expect(readManifest(built.manifestText)).toEqual({ value: built.manifest, faults: [] });
  });

  it('of no device at all is a release too', async () => {
    const empty = distributeHour(
      { epoch: 0, emission: result.emission, carriedIn: emptyCarry, devices: [] },
      mainnetParameters,
    );
    const built = buildRelease({ ...facts, devices: [], pools: empty.pools });
    expect(built.lines).toEqual([]);
    expect(await findingsOf(built)).toEqual([]);
  });

  it.each([
    ['an owner’s tag that is none', { ownerTag: 'jane' }],
    ['a country that is none', { country: 'Germany' }],
    ['a slash below zero', { slashed: inBaseUnits(-1n) }],
  ])('is not made with %s', (_what, change) => {
    const changed = facts.devices.map((each) => ({ ...each, ...change }));
    expect(() => buildRelease({ ...facts, devices: changed })).toThrow();
  });

  it('is not made with a device twice, or without a pool', () => {
    expect(() => buildRelease({ ...facts, devices: [...facts.devices, ...facts.devices] })).toThrow(RangeError);
    expect(() => buildRelease({ ...facts, pools: facts.pools.slice(1) })).toThrow(RangeError);
  });
});
