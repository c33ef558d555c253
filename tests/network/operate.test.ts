/** The operators' command line as a person starts it, on a network that a test plays. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../network/embedded.ts';
import { operate as operateHere } from '../../network/operator/command-line.ts';
import { proposeSlash } from '../../network/service/court/slashes.ts';
import { systemClock } from '../../network/service/system-clock.ts';
import { silentLog } from '../../shared/log.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { ada, type ComplianceBench, checkOf, openComplianceBench } from './compliance-bench.ts';
import { join as joinNetwork, live, required } from './joined-device.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const program = join(import.meta.dirname, '../../network/operate.ts');

let dir = '';
let bench: ComplianceBench;
const keyPath = (): string => join(dir, 'keys', 'operator.key');

/** As a process of its own. */
const spawned = (words: readonly string[], typed = ''): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words]);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    child.stdin.end(typed);
  });

/** The same in this process, which is sooner. */
const start = async (words: readonly string[], typed = ''): Promise<Ended> => {
  let [stdout, stderr] = ['', ''];
  const code = await operateHere(words, {
    input: Readable.from([typed]),
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
  });
  return { code, stdout, stderr };
};
const onNetwork = (words: readonly string[]): string[] => [
  ...words,
  '--network',
  bench.network.running.url,
  '--key',
  keyPath(),
];
const operate = (words: readonly string[], typed?: string): Promise<Ended> => start(onNetwork(words), typed);
const jsonOf = ({ stdout }: Ended): unknown => JSON.parse(stdout);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-operate-'));
  // Requests are signed with the time of day.
  bench = await openComplianceBench({ clock: createManualClock(Date.now() - 40_000) });
  const made = await spawned(['key', '--key', keyPath(), '--json']);
  const { publicKey } = jsonOf(made) as { publicKey: string };
  const { db } = bench.network.running.network;
  await db.insertInto('operators').values({ publicKey, addedAt: 0, removedAt: null }).execute();
});
afterAll(async () => {
  await bench.close();
  rmSync(dir, { recursive: true });
});

describe('operate', () => {
  it('makes a key that only its owner can read, once', async () => {
    const text = readFileSync(keyPath(), 'utf8');
    const again = await start(['key', '--key', keyPath()]);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    expect(readFileSync(keyPath(), 'utf8')).toBe(text);
    if (process.platform !== 'win32') expect(statSync(keyPath()).mode & 0o777).toBe(0o600);
  });

  it('walks a reviewer through what waits, and decides what was answered', async () => {
    const [first, second, third] = [await bench.openOwner(), await bench.openOwner(), await bench.openOwner()];
    await first.begin('identity', { ...ada, legalName: 'Ada\u001b[2JLovelace' });
    await second.begin('company');
    const left = await third.begin('address');
    const typed = ['maybe', 'a', '2020-01-01', '2999-01-01', 'r', 'no idea', 'facts_differ', 's'];
    const ended = await spawned(onNetwork(['review']), `${typed.join('\n')}\n`);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('name      Ada [2JLovelace');
    expect(ended.stdout).toContain('document  passport: vault/7f');
    expect(ended.stdout).toContain('1 approved, 1 rejected, 1 skipped, 3 waited');
    expect(checkOf(await first.standing(), 'identity')).toMatchObject({
      state: 'approved',
      heldUntil: Date.parse('2999-01-01'),
    });
    expect(checkOf(await second.standing(), 'company')).toMatchObject({ rejectedFor: 'facts_differ' });
    // The end of what is typed leaves the rest as it was.
    expect((await operate(['review'], 'a\n')).stdout).toContain('0 approved, 0 rejected, 0 skipped, 1 waited');
    expect(jsonOf(await operate(['cases', '--json']))).toMatchObject([{ id: left, check: 'address' }]);
    expect((await operate(['case', String(left)])).stdout).toContain('country   GB');
    expect((await operate(['approve', String(left), '--until', '2999-06-01'])).stdout).toBe(
      `${left} approved, until 2999-06-01 00:00 UTC\n`,
    );
    const late = await operate(['reject', String(left), '--reason', 'incomplete']);
    expect(late.code).toBe(3);
    expect(JSON.parse(late.stderr)).toMatchObject({ code: 'CASE_DECIDED' });
  });

  it('works an hour out again, and rules on an appeal', async () => {
    const joined = await joinNetwork(bench.network, { staked: required });
    await live(bench.network, [joined], 40);
    const hours = await bench.network.running.network.db
      .selectFrom('epochs')
      .select('number')
      .where('step', '=', 'closed')
      .orderBy('number', 'desc')
      .execute();
    expect(jsonOf(await operate(['recompute', String(hours[0]?.number), '--json']))).toMatchObject({ kind: 'same' });
    expect((await operate(['recompute', '99999'])).stdout).toBe('not_kept\n');

    const { network } = bench;
    const offenceAt = network.clock.now();
    const charge = { deviceId: joined.id, offence: 'O3', evidence: [], offenceAt } as const;
    const slash = await proposeSlash(network.running.network, charge);
    expect(jsonOf(await operate(['slashes', '--json']))).toMatchObject([{ id: slash?.id }]);
    expect((await operate(['matters'])).stdout).toBe('Nothing waits.\n');
    const { key } = await joined.device.owner();
    const plea = { grounds: 'evidence_wrong', text: 'It was another card.' };
    expect((await key.ask('POST', `/v1/slashes/${slash?.id}/appeal`, plea)).status).toBe(200);
    const [matter] = jsonOf(await operate(['matters', '--json'])) as { matterId: string }[];
    const rule = (finding: string, ...more: string[]) => operate(['rule', matter?.matterId ?? '', finding, ...more]);
    expect((await rule('upheld')).code).toBe(2);
    expect((await rule('perhaps', '--reason', 'The rows say so.')).code).toBe(2);
    expect((await rule('upheld', '--reason', 'The rows say so.')).stdout).toBe(`${matter?.matterId} upheld\n`);
    const again = await rule('rejected', '--reason', 'The rows say so.');
    expect([again.code, JSON.parse(again.stderr)]).toMatchObject([3, { code: 'ALREADY_DECIDED' }]);
    expect((await operate(['slashes'])).stdout).toBe('No slash waits.\n');
    joined.session.close();
  });

  it('lets another key in and takes it out again, but never the last', async () => {
    const other = join(dir, 'second.key');
    const { publicKey } = jsonOf(await start(['key', '--key', other, '--json'])) as { publicKey: string };
    const asOther = (...words: string[]) => start([...words, '--network', bench.network.running.url, '--key', other]);
    expect((await asOther('operators')).code).toBe(3);
    expect((await operate(['appoint', publicKey])).stdout).toContain(publicKey);
    const listed = jsonOf(await asOther('operators', '--json')) as { publicKey: string }[];
    expect(listed).toHaveLength(3);
    for (const each of listed.filter((one) => one.publicKey !== publicKey))
      expect((await asOther('dismiss', each.publicKey)).code).toBe(0);
    expect((await operate(['operators'])).code).toBe(3);
    const last = await asOther('dismiss', publicKey);
    expect([last.code, JSON.parse(last.stderr)]).toMatchObject([3, { code: 'LAST_OPERATOR' }]);
    for (const each of listed) expect((await asOther('appoint', each.publicKey)).code).toBe(0);
    expect((await operate(['dismiss', publicKey])).stdout).not.toContain(publicKey);
    expect(JSON.parse((await operate(['dismiss', publicKey])).stderr)).toMatchObject({ code: 'OPERATOR_NOT_FOUND' });
    expect((await operate(['appoint', 'short'])).code).toBe(2);
  });

  it('shows the log of it all, whose chain holds', async () => {
    const { entries, brokenAt } = jsonOf(await operate(['audit', '--json'])) as {
      entries: { call: string; refusal: unknown }[];
      brokenAt: number | null;
    };
    expect(brokenAt).toBeNull();
    const calls = new Set(entries.map(({ call }) => call));
    for (const call of ['reviews.case', 'reviews.approve', 'court.rule', 'operators.audit'])
      expect(calls).toContain(call);
    expect(entries.some(({ refusal }) => refusal !== null)).toBe(true);
    expect((await operate(['audit'])).stdout).toMatch(/The chain holds\.\n$/);
  });

  it('says what is wrong by an exit code and one line', async () => {
    const url = bench.network.running.url;
    const codeOf = async (words: string[]): Promise<[number | null, unknown]> => {
      const { code, stderr } = await start(words);
      return [code, (JSON.parse(stderr) as { code: string }).code];
    };
    const away = await spawned(['cases', '--network', 'http://127.0.0.1:9', '--key', keyPath()]);
    expect([away.code, JSON.parse(away.stderr)]).toMatchObject([5, { code: 'NETWORK_UNREACHABLE' }]);
    const otherKey = join(dir, 'other.key');
    await start(['key', '--key', otherKey]);
    expect(await codeOf(['cases', '--network', url, '--key', otherKey])).toEqual([3, 'NOT_OPERATOR']);
    expect(await codeOf(['cases', '--network', url, '--key', join(dir, 'none.key')])).toEqual([2, 'SETTINGS_INVALID']);
    expect(await codeOf(['cases', 'more', '--network', url, '--key', otherKey])).toEqual([2, 'SETTINGS_INVALID']);
    expect(await codeOf(['dance', '--network', url, '--key', otherKey])).toEqual([2, 'SETTINGS_INVALID']);
    writeFileSync(join(dir, 'bad.key'), 'no key');
    expect(await codeOf(['cases', '--network', url, '--key', join(dir, 'bad.key')])).toEqual([2, 'SETTINGS_INVALID']);
    expect((await start(['--help'])).stdout).toContain('approve ID [--until 2027-12-31]');
  });

  it('is open to whoever owns a Localnet, by the key beside its database', async () => {
    const dataDir = join(dir, 'localnet');
    const localnet = await startEmbedded({
      dataDir,
      hourMs: 300_000,
      clock: systemClock,
      log: silentLog,
      demoJob: null,
    });
    try {
      const words = ['cases', '--network', localnet.url, '--key', join(dataDir, 'operator.key')];
      expect(await start(words)).toMatchObject({ code: 0, stdout: 'No case waits.\n' });
    } finally {
      await localnet.close();
    }
  });
});
