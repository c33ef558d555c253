import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyFolder } from '../../electron/headless/cli/verify-folder.ts';
import { isSignedBy } from '../../electron/link/ed25519.ts';
import type { Correction } from '../../shared/domain/releases/correction.ts';
import { releaseFileName, releaseParts } from '../../shared/domain/releases/files.ts';
import type { Finding, ReleasePart } from '../../shared/domain/releases/finding.ts';
import type { ReleaseRow } from '../../shared/domain/releases/row.ts';
import { createDraw } from '../fakes/patterns/seeded-draw.ts';
import type { PlayedHours } from '../fakes/releases/played-hours.ts';
import { writeReleases } from '../fakes/releases/release-folder.ts';
import { createSigners } from '../fakes/releases/signers.ts';
import { jsonOf } from './perigee.ts';
import { perigeeHere } from './perigee-here.ts';

const signers = createSigners();
let root = '';
let whole = '';
let blocks: string[] = [];
/** A copy of the whole, for one test to spoil. */
let dir = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'perigee-release-'));
  whole = join(root, 'whole');
  blocks = await writeReleases(whole, { devices: 250, hours: 3, seed: 9 }, signers);
});
afterAll(() => rm(root, { recursive: true }));
let copies = 0;
beforeEach(async () => {
  copies += 1;
  dir = join(root, `copy-${copies}`);
  await cp(whole, dir, { recursive: true });
});

const pathOf = (block: number, part: ReleasePart): string => join(dir, releaseFileName(blocks[block] ?? '', part));
const verify = async (
  ...more: string[]
): Promise<{ code: number | null; findings: Finding[]; json: Record<string, unknown> }> => {
  const outcome = await perigeeHere(['release', 'verify', dir, '--json', ...more]);
  expect(outcome.stderr).toBe('');
  const json = jsonOf(outcome);
  return { code: outcome.code, findings: json.findings as Finding[], json };
};
/** Lines of the first release that would be played. */
const firstLines = async (played: Omit<PlayedHours, 'signers'>): Promise<readonly string[]> => {
  await rm(dir, { recursive: true });
  const [blockId = ''] = await writeReleases(dir, played, signers);
  return (await readFile(join(dir, releaseFileName(blockId, 'rows')), 'utf8')).split('\n');
};
const change = async (path: string, rewrite: (text: string) => string): Promise<void> =>
  writeFile(path, rewrite(await readFile(path, 'latin1')), 'latin1');

describe('release verify', () => {
  it('says that a folder of releases holds, from its files alone', async () => {
    const { code, json } = await verify();
    expect(code).toBe(0);
    expect(json).toMatchObject({
      good: true,
      releases: 3,
      rows: 750,
      first: blocks[0],
      last: blocks[2],
      networkKeys: [signers.network.publicKey],
      isKeyGiven: false,
      goesOnFrom: null,
      findings: [],
    });
  });

  it('says so in words, in every language, and which key it took on trust', async () => {
    for (const language of ['en', 'es', 'ar']) {
      const { code, stdout, stderr } = await perigeeHere(['release', 'verify', dir, '--lang', language]);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.match(/✓/g)).toHaveLength(3);
      expect(stdout).toContain(signers.network.publicKey);
      expect(stdout).not.toMatch(/release\.|undefined|\{\{/);
    }
  });

  it('holds the signatures against a key that is given, as it is or in a file', async () => {
    const network = signers.network.publicKey;
    await writeFile(join(dir, 'network.key'), `${network}\n`);
    await writeFile(
      join(dir, 'keys.json'),
      JSON.stringify({ network: [network], validators: [signers.validator.publicKey] }),
    );
    for (const key of [network, join(dir, 'network.key'), join(dir, 'keys.json')])
      expect(await verify('--signed-by', key)).toMatchObject({ code: 0, json: { isKeyGiven: true } });
    const { code, findings } = await verify('--signed-by', createSigners().network.publicKey);
    expect(code).toBe(7);
    expect(findings.map((each) => each.code)).toEqual(blocks.flatMap(() => ['signer_unknown', 'signature_missing']));
  });

  it.each([
    ['nothing to do', ['release']],
    ['no folder', ['release', 'verify']],
    ['another word', ['release', 'make', '.']],
    ['a word too many', ['release', 'verify', '.', '.']],
    ['a key that is none', ['release', 'verify', '.', '--signed-by', 'no-such-file']],
    ['a folder as key', ['release', 'verify', '.', '--signed-by', '.']],
  ])('refuses %s with exit code 2 and a sentence', async (_what, args) => {
    const { code, stdout, stderr } = await perigeeHere(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^\S.{10,}\n\nUsage: perigee release verify FOLDER\|fetch FOLDER /s);
  });

  it('verifies a part of the chain, and says what it goes on from', async () => {
    for (const part of releaseParts) await rm(pathOf(0, part));
    const { code, json } = await verify();
    expect(code).toBe(0);
    expect(json).toMatchObject({ releases: 2, goesOnFrom: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('misses a release in the middle', async () => {
    for (const part of releaseParts) await rm(pathOf(1, part));
    const { code, findings } = await verify();
    expect(code).toBe(7);
    expect(findings).toMatchObject([
      { code: 'chain_broken', blockId: blocks[2], key: 'epoch', expected: '1', found: '2' },
    ]);
  });
});

describe('a correction', () => {
  it('is held against the row that it is about, in whichever release that is', async () => {
    const played = { devices: 12, hours: 3, seed: 3 };
    const row = JSON.parse((await firstLines(played))[4] ?? '') as ReleaseRow;
    const correction: Correction = {
      block_id: row.block_id,
      row: 5,
      device_id: row.device_id,
      key: 'uptime_min',
      was: row.uptime_min,
      is: 1,
      issue: '#7',
    };
    for (const [was, found] of [
      [row.uptime_min, []],
      [
        61,
        [{ code: 'correction_wrong', part: 'manifest', deviceId: row.device_id, key: 'uptime_min', expected: '61' }],
      ],
    ] as const) {
      const corrections = [{ ...correction, was }];
      await rm(dir, { recursive: true });
      const [, , third] = await writeReleases(
        dir,
        { ...played, change: (facts) => (facts.hour.epoch === 2 ? { ...facts, corrections } : facts) },
        signers,
      );
      const { findings } = await verify();
      expect(findings).toMatchObject(found.map((each) => ({ ...each, blockId: third })));
    }
  });
});

describe('a folder that is none', () => {
  it.each([
    ['is not there', async (at: string) => rm(at, { recursive: true }), 'folder_unreadable'],
    [
      'is a file',
      async (at: string) => {
        await rm(at, { recursive: true });
        await writeFile(at, '');
      },
      'folder_unreadable',
    ],
    [
      'holds no release',
      async (at: string) => {
        await rm(at, { recursive: true });
        await mkdir(at);
        await writeFile(join(at, 'block-1.jsonl'), '');
      },
      'no_releases',
    ],
  ])('and %s is a finding and a sentence', async (_what, spoil, code) => {
    await spoil(dir);
    expect(await verify()).toMatchObject({ code: 7, findings: [{ code, blockId: null }] });
    const { stdout } = await perigeeHere(['release', 'verify', dir]);
    expect(stdout).toContain(`“${dir}”`);
  });
});

describe('a file that is not what it should be', () => {
  it.each([
    ['missing rows', 'rows', 'file_missing', (path: string) => rm(path)],
    ['a missing manifest', 'manifest', 'file_missing', (path: string) => rm(path)],
    ['missing leaves', 'leaves', 'file_missing', (path: string) => rm(path)],
    ['missing signatures', 'signatures', 'file_missing', (path: string) => rm(path)],
    ['a manifest cut short', 'manifest', 'not_json', (path: string) => truncate(path, 500)],
    ['a manifest of brackets', 'manifest', 'not_json', (path: string) => writeFile(path, '['.repeat(1_000_000))],
    ['an empty manifest', 'manifest', 'not_json', (path: string) => writeFile(path, '')],
    ['a manifest of another kind', 'manifest', 'bad_value', (path: string) => writeFile(path, '[]')],
    ['signatures that are no JSON', 'signatures', 'not_json', (path: string) => writeFile(path, '{')],
    ['rows cut in the middle of a line', 'rows', 'cut_off', (path: string) => truncate(path, 10_000)],
    ['leaves cut in the middle of a line', 'leaves', 'cut_off', (path: string) => truncate(path, 100)],
    ['no rows', 'rows', 'rows_missing', (path: string) => truncate(path, 0)],
    ['rows in one endless line', 'rows', 'line_too_long', (path: string) => writeFile(path, 'x'.repeat(5_000_000))],
    ['rows of nothing but ends of lines', 'rows', 'not_json', (path: string) => writeFile(path, '\n'.repeat(9_999))],
    ['rows of four billion zeros', 'rows', 'too_large', (path: string) => truncate(path, 2 ** 32)],
    ['a manifest of five million bytes', 'manifest', 'too_large', (path: string) => truncate(path, 5_000_000)],
    ['leaves of more rows than there may be', 'leaves', 'too_large', (path: string) => truncate(path, 140_000_000)],
  ] as const)('is told: %s', async (_what, part, code, spoil) => {
    await spoil(pathOf(1, part));
    const { code: exit, findings } = await verify();
    expect(exit).toBe(7);
    expect(findings).toContainEqual(expect.objectContaining({ code, part, blockId: blocks[1] }));
    expect(findings.filter(({ blockId }) => blockId === blocks[0])).toEqual([]);
    expect(findings.length).toBeLessThan(400);
  });

  it.runIf(process.platform !== 'win32')('is not opened: a link, a folder, a pipe', async () => {
    const elsewhere = join(root, `elsewhere-${copies}`);
    await cp(pathOf(0, 'rows'), elsewhere);
    await rm(pathOf(0, 'rows'));
    await symlink(elsewhere, pathOf(0, 'rows'));
    await rm(pathOf(1, 'manifest'));
    await mkdir(pathOf(1, 'manifest'));
    await rm(pathOf(2, 'leaves'));
    execFileSync('mkfifo', [pathOf(2, 'leaves')]);
    const { findings } = await verify();
    expect(findings.filter(({ code }) => code === 'not_a_file').map(({ blockId, part }) => [blockId, part])).toEqual([
      [blocks[0], 'rows'],
      [blocks[1], 'manifest'],
      [blocks[2], 'leaves'],
    ]);
  });

  it('writes nothing to a terminal but what can be read there', async () => {
    await change(pathOf(0, 'rows'), (text) => text.replace('"count"', '"\u001b[2J\u009bcount"'));
    await change(pathOf(1, 'rows'), (text) => `\u001b]0;owned\u0007\n${text}`);
    const { code, stdout } = await perigeeHere(['release', 'verify', dir]);
    expect(code).toBe(7);
    expect(stdout).toContain('line 1');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('is told once for a line that is gone or was put in, and not again for all after it', async () => {
    await change(pathOf(0, 'rows'), (text) => text.split('\n').toSpliced(99, 1).join('\n'));
    await change(pathOf(1, 'rows'), (text) => text.split('\n').toSpliced(49, 0, '{}').join('\n'));
    const { findings } = await verify();
    const told = findings.filter(({ code }) => ['rows_missing', 'row_extra', 'row_changed'].includes(code));
    expect(told).toMatchObject([
      { code: 'rows_missing', blockId: blocks[0], row: 100, found: '1' },
      { code: 'row_extra', blockId: blocks[1], row: 50 },
    ]);
  });
});

describe('one byte of hundreds of thousands that is another', () => {
  it('is told with its release, its file and its line', async () => {
    const draw = createDraw(23);
    const keys = { network: [], validators: [] };
    for (let turn = 0; turn < 40; turn += 1) {
      const part = draw.isHit(0.7) ? 'rows' : (releaseParts[draw.whole(4)] ?? 'rows');
      const block = draw.whole(3);
      const path = pathOf(block, part);
      const bytes = await readFile(path);
      const at = draw.whole(bytes.length);
      const line = 1 + bytes.subarray(0, at).filter((byte) => byte === 0x0a).length;
      await writeFile(path, bytes.with(at, (bytes[at] ?? 0) ^ (1 << draw.whole(8))));
      const { findings } = await verifyFolder({
        dir,
        keys,
        isSignedBy,
        signal: new AbortController().signal,
        onBlock: () => undefined,
      });
      const about = findings.filter((each) => each.part === part && each.blockId === blocks[block]);
      const lines = about.map(({ row }) => row);
      if (part === 'rows' || part === 'leaves') expect(lines).toContain(line);
      else expect(about).not.toEqual([]);
      const changed = findings
        .filter(({ code }) => code === 'row_changed')
        .map(({ row, blockId }) => `${blockId} ${row}`);
      expect(changed).toEqual(part === 'rows' ? [`${blocks[block]} ${line}`] : []);
      await writeFile(path, bytes);
    }
  });
});

it('stops when it is asked to', async () => {
  const stopped = verifyFolder({
    dir,
    keys: { network: [], validators: [] },
    isSignedBy,
    signal: AbortSignal.abort(new Error('asked')),
    onBlock: () => undefined,
  });
  await expect(stopped).rejects.toThrow('asked');
});
