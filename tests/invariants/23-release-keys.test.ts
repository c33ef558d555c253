import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRelease } from '../../shared/domain/releases/build.ts';
import type { ReleaseFacts } from '../../shared/domain/releases/facts.ts';
import { readManifest } from '../../shared/domain/releases/manifest.ts';
import { hourBasis, rowMismatches } from '../../shared/domain/releases/recompute.ts';
import { isRowKey, type ReleaseRow, readRow } from '../../shared/domain/releases/row.ts';
import { canonicalJson } from '../../shared/domain/signing/canonical-json.ts';
import { playHours } from '../fakes/releases/played-hours.ts';
import { inMemory, toldOtherwise, verifyInMemory } from '../fakes/releases/read-release.ts';
import { createSigners } from '../fakes/releases/signers.ts';

const signers = createSigners();
const keys = { network: signers.network.publicKey, validators: [signers.validator.publicKey] };
let facts: ReleaseFacts | null = null;
const [built] = playHours({
  devices: 30,
  hours: 1,
  seed: 2,
  signers: keys,
  change: (each) => {
    facts = each;
    return each;
  },
});
if (built === undefined || facts === null) throw new Error('no release');
const played: ReleaseFacts = facts;
const rows = built.lines.flatMap((line) => readRow(line).row ?? []);
const [row] = rows;
if (row === undefined) throw new Error('no row');

const allowed =
  'schema block_id device_id owner_tag class count pool conn_tier country tier c_level q_score stake required state ' +
  'pow_pass pow_total uptime_min exempt ramp elig score reward owner_part supporters_part slashed reason params_version';

/** Every name of a key anywhere in a value. */
const keysIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => [key, ...keysIn(part)]);
};

describe('invariant 23: no release key outside the allow-list', () => {
  it('in any row of a release', () => {
    for (const line of built.lines)
      expect(
        Object.keys(JSON.parse(line) as object)
          .join(' ')
          .split(' ')
          .toSorted(),
      ).toEqual(allowed.split(' ').toSorted());
  });

  it('is read in a row: 10,000 other keys', () => {
    const anyKey = fc
      .oneof(fc.string({ minLength: 1 }), fc.stringMatching(/^[a-z_]{1,16}$/))
      .filter((key) => !isRowKey(key));
    fc.assert(
      fc.property(anyKey, fc.jsonValue({ maxDepth: 0 }), (key, value) => {
        const text = canonicalJson(
          JSON.parse(`${JSON.stringify(row).slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(value)}}`),
        );
        const { row: read, faults } = readRow(text);
        expect(read).toBeNull();
        // Some readers do not show a prototype as a key; then the line is none that they would write.
        expect(key === '__proto__' ? ['unknown_key', 'not_canonical'] : ['unknown_key']).toContain(faults[0]?.code);
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

  it('is let through by verification, which names the line and the key', async () => {
    const lines = built.lines.with(4, canonicalJson({ ...rows[4], wallet: 'x' }));
    const { findings } = await verifyInMemory(inMemory(toldOtherwise(built, { lines }), signers), null);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'unknown_key', part: 'rows', row: 5, key: 'wallet' }),
    );
  });

  it('is let through in a manifest, at any depth', () => {
    const manifest = JSON.parse(built.manifestText) as Record<string, Record<string, unknown>>;
    for (const at of [null, 'hour', 'parameters', 'totals', 'signers']) {
      const changed = at === null ? { ...manifest, email: 1 } : { ...manifest, [at]: { ...manifest[at], email: 1 } };
      expect(readManifest(canonicalJson(changed)).faults).toEqual([
        { code: 'unknown_key', key: at === null ? 'email' : `${at}.email`, found: null },
      ]);
    }
  });
});

describe('what is private', () => {
  const secrets = [
    'jane@doe.example',
    '192.0.2.7',
    '00:1a:2b:3c:4d:5e',
    'GPU-8f6d2c1e',
    'janes-pc',
    'Berlin',
    '0xfeed',
  ];

  it('finds no key that takes it: every text of a row is of a shape of its own', () => {
    const texts = Object.entries(row).filter(([, value]) => typeof value === 'string');
    const basis = hourBasis(built.manifest);
    expect(texts.length).toBeGreaterThan(10);
    for (const [key] of texts)
      for (const secret of secrets) {
        const { row: read } = readRow(canonicalJson({ ...row, [key]: secret }));
        // A word may look like a class, but then it is none that the record lists.
        if (read !== null) expect(rowMismatches(read, basis).map((mismatch) => mismatch.key)).toContain('class');
        if (key !== 'class') expect(read).toBeNull();
      }
  });

  it('is published of nothing that a device says of itself', () => {
    const named = {
      ...played,
      devices: played.devices.map((device, at) => ({
        ...device,
        line: { ...device.line, class: secrets[at % secrets.length] ?? '' },
      })),
    };
    const text = buildRelease(named).lines.join('\n');
    for (const secret of secrets) expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
    const classes = new Set(text.split('\n').map((line) => (JSON.parse(line) as ReleaseRow).class));
    expect([...classes]).toEqual(['unlisted']);
  });

  it('has no key in the manifest either', () => {
    const names = new Set(keysIn(JSON.parse(built.manifestText)));
    for (const name of ['email', 'ip', 'mac', 'serial', 'uuid', 'hostname', 'wallet', 'city', 'account', 'owner_tag'])
      expect(names.has(name)).toBe(false);
    expect(built.manifestText).not.toContain(row.owner_tag);
  });
});
