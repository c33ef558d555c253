import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BuiltRelease } from '../../shared/domain/releases/build.ts';
import { hourBasis, rowMismatches } from '../../shared/domain/releases/recompute.ts';
import { type ReleaseRow, readRow, rowLine } from '../../shared/domain/releases/row.ts';
import type { ReleaseBefore } from '../../shared/domain/releases/totals.ts';
import { canonicalJson } from '../../shared/domain/signing/canonical-json.ts';
import { playHours } from '../fakes/releases/played-hours.ts';
import { inMemory, toldOtherwise, verifyInMemory } from '../fakes/releases/read-release.ts';
import { createSigners } from '../fakes/releases/signers.ts';

const signers = createSigners();
const keys = { network: signers.network.publicKey, validators: [signers.validator.publicKey] };
const play = (devices: number, hours: number, seed: number): BuiltRelease[] => [
  ...playHours({ devices, hours, seed, signers: keys }),
];
const rowsOf = ({ lines }: BuiltRelease): ReleaseRow[] => lines.flatMap((line) => readRow(line).row ?? []);

describe('invariant 22: a release recomputes to its totals, and chain and signatures verify', () => {
  it('over more than a day, with countries named', async () => {
    let before: ReleaseBefore | null = null;
    let named = 0;
    for (const built of playHours({ devices: 160, hours: 25, seed: 7, signers: keys })) {
      const { findings, rows, release }: Awaited<ReturnType<typeof verifyInMemory>> = await verifyInMemory(
        inMemory(built, signers),
        before,
      );
      expect(findings).toEqual([]);
      expect(rows).toBe(160);
      named += rowsOf(built).filter(({ country }) => country !== 'other').length;
      before = release;
    }
    expect(named).toBeGreaterThan(20);
  }, 60_000);

  it('for networks of every size, paid and unpaid', async () => {
    for (const seed of Array.from({ length: 25 }, (_, at) => at)) {
      let before: ReleaseBefore | null = null;
      for (const built of play(seed, 2, seed)) {
        const { findings, release }: Awaited<ReturnType<typeof verifyInMemory>> = await verifyInMemory(
          inMemory(built, signers),
          before,
        );
        expect(findings).toEqual([]);
        before = release;
      }
    }
  });

  it('and every row follows from its own facts: 10,000 rows', () => {
    const [built] = play(10_000, 1, 3);
    if (built === undefined) throw new Error('no release');
    const basis = hourBasis(built.manifest);
    const wrong = rowsOf(built).flatMap((row) => rowMismatches(row, basis));
    expect(built.lines).toHaveLength(10_000);
    expect(wrong).toEqual([]);
  }, 60_000);

  it('is the same release in whatever order the devices are given', () => {
    const turned = playHours({
      devices: 60,
      hours: 3,
      seed: 5,
      signers: keys,
      change: (facts) => ({ ...facts, devices: facts.devices.toReversed(), pools: facts.pools.toReversed() }),
    });
    expect([...turned]).toEqual(play(60, 3, 5));
  });
});

const [first, second] = play(40, 2, 11);
if (first === undefined || second === undefined) throw new Error('no releases');
const basis = hourBasis(first.manifest);
const rows = rowsOf(first);
const paid = rows.filter(({ reason }) => reason === null);

/** Keys of a paid row that nothing but the rules decides, each with other values that could stand there. */
const other: Partial<Record<keyof ReleaseRow, fc.Arbitrary<unknown>>> = {
  block_id: fc.constant('20261126T110000.000Z'),
  params_version: fc.integer({ min: 2, max: 9 }),
  count: fc.integer({ min: 1, max: 64 }),
  pool: fc.constantFrom('enterprise', 'community'),
  required: fc.bigInt(0n, 10n ** 13n).map(String),
  elig: fc.integer({ min: 0, max: 10_000 }),
  score: fc.bigInt(0n, 10n ** 9n).map(String),
  reward: fc.bigInt(0n, 10n ** 12n).map(String),
  owner_part: fc.bigInt(0n, 10n ** 12n).map(String),
  supporters_part: fc.bigInt(0n, 10n ** 12n).map(String),
  uptime_min: fc.integer({ min: 0, max: 60 }),
  pow_total: fc.integer({ min: 5, max: 60 }),
  reason: fc.constantFrom('minutes', 'proofs', 'class', 'tier', 'part_hour', 'uptime', 'joined_this_hour'),
};
const anyLie = fc
  .record({ at: fc.nat(paid.length - 1), key: fc.constantFrom(...(Object.keys(other) as (keyof ReleaseRow)[])) })
  .chain(({ at, key }) =>
    (other[key] ?? fc.constant(null)).map((value) => ({ row: paid[at] as ReleaseRow, key, value })),
  )
  // What an exempt device was asked for changes nothing about it.
  .filter(({ row, key, value }) => row[key] !== value && !(row.exempt && key === 'pow_total'));

describe('a network that lies under its own signature', () => {
  it('about one key of a row that was paid is refuted by that row alone: 10,000 lies', () => {
    fc.assert(
      fc.property(anyLie, ({ row, key, value }) => {
        expect(rowMismatches({ ...row, [key]: value } as ReleaseRow, basis)).not.toEqual([]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('is refuted in the whole release too, by line and device', async () => {
    await fc.assert(
      fc.asyncProperty(anyLie, async ({ row, key, value }) => {
        const at = rows.indexOf(row);
        const lines = first.lines.with(at, rowLine({ ...row, [key]: value } as ReleaseRow));
        const { findings } = await verifyInMemory(inMemory(toldOtherwise(first, { lines }), signers), null);
        const about = findings.filter(({ code }) => code === 'row_wrong');
        expect(about[0]).toMatchObject({ row: at + 1, deviceId: row.device_id });
        expect(findings.some(({ code }) => ['row_changed', 'signature_wrong', 'root_wrong'].includes(code))).toBe(
          false,
        );
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('and leaves a device out, or puts one in twice, is refuted by the sums', async () => {
    const at = rows.findIndex(({ reward }) => reward !== '0');
    for (const lines of [first.lines.toSpliced(at, 1), first.lines.toSpliced(at, 0, first.lines[at] ?? '')]) {
      const { findings } = await verifyInMemory(inMemory(toldOtherwise(first, { lines }), signers), null);
      expect(findings).toContainEqual(
        expect.objectContaining({ code: 'manifest_wrong', key: `pools.${rows[at]?.pool}.score_sum` }),
      );
    }
  });

  it('moves a reward from one device to another, is refuted although all totals hold', async () => {
    const [one, another] = paid.filter(({ pool, reward }) => pool === 'enterprise' && reward !== '0');
    if (one === undefined || another === undefined) throw new Error('nobody was paid');
    const moved = (row: ReleaseRow, by: bigint): ReleaseRow => ({
      ...row,
      reward: String(BigInt(row.reward) + by),
      owner_part: String(BigInt(row.owner_part) + by),
    });
    const lines = first.lines
      .with(rows.indexOf(one), rowLine(moved(one, 1n)))
      .with(rows.indexOf(another), rowLine(moved(another, -1n)));
    const { findings } = await verifyInMemory(inMemory(toldOtherwise(first, { lines }), signers), null);
    expect(findings.map(({ code, key, deviceId }) => [code, key, deviceId])).toEqual([
      ['row_wrong', 'reward', one.device_id],
      ['row_wrong', 'reward', another.device_id],
    ]);
  });

  it('and publishes a country that too few share is refuted', async () => {
    const lines = rows.map((row, at) => rowLine({ ...row, country: at === 3 ? 'LU' : row.country }));
    const { findings } = await verifyInMemory(inMemory(toldOtherwise(first, { lines }), signers), null);
    expect(findings.map(({ code, key, found }) => [code, key, found])).toEqual([
      ['small_cell', `LU/${rows[3]?.class}/${rows[3]?.tier}`, '1/1'],
    ]);
  });

  it('breaks its chain when it replaces a release that others go on from', async () => {
    const replaced = toldOtherwise(first, { manifest: { totals: { ...first.manifest.totals, burned: '1' } } });
    const verified = await verifyInMemory(inMemory(replaced, signers), null);
    expect(verified.findings).toEqual([]);
    const { findings } = await verifyInMemory(inMemory(second, signers), verified.release);
    expect(findings).toMatchObject([{ code: 'chain_broken', key: 'previous', part: 'manifest' }]);
  });

  it('is not believed under another’s signature', async () => {
    const { findings } = await verifyInMemory(inMemory(first, createSigners()), null);
    expect(findings.map(({ code }) => code)).toEqual([
      'signer_unknown',
      'signer_unknown',
      'signature_missing',
      'signature_missing',
    ]);
  });
});

describe('one byte that is another', () => {
  it('is told with its file and its line, wherever it is', async () => {
    const release = inMemory(first, signers);
    const parts = ['rows', 'leaves', 'manifest', 'signatures'] as const;
    const anyFlip = fc
      .constantFrom(...parts)
      .chain((part) => fc.record({ part: fc.constant(part), at: fc.nat(release[part].length - 1), bit: fc.nat(7) }));
    await fc.assert(
      fc.asyncProperty(anyFlip, async ({ part, at, bit }) => {
        const bytes = release[part].map((byte, place) => (place === at ? byte ^ (1 << bit) : byte));
        const { findings } = await verifyInMemory({ ...release, [part]: bytes }, null);
        const line = 1 + release[part].subarray(0, at).filter((byte) => byte === 0x0a).length;
        const about = findings.filter((finding) => finding.part === part);
        if (part === 'rows' || part === 'leaves') expect(about.map(({ row }) => row)).toContain(line);
        else expect(about).not.toEqual([]);
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  it('leaves the text canonical in no case', () => {
    expect(canonicalJson(JSON.parse(first.manifestText))).toBe(first.manifestText);
  });
});
