/** `rent` as a person starts it, on a market with one device that a test plays. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { type MarketBench, type MarketDevice, newSpec, openMarketBench } from '../network/market-bench.ts';
import { jsonOf, type Outcome } from './perigee.ts';
import { perigeeHere } from './perigee-here.ts';

let dir = '';
let bench: MarketBench;
let device: MarketDevice;
const keyPath = (): string => join(dir, 'keys', 'renter.key');
const minute = 1_000;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-rent-'));
  bench = await openMarketBench(1, { hourMs: 60 * minute, clock: createManualClock(Date.now() - 90_000) });
  [device] = bench.devices as [MarketDevice];
  // Requests are signed with the time of day.
  bench.network.clock.advance(Math.max(0, Date.now() - bench.network.clock.now()));
  bench.network.clock.advance(minute - (bench.network.clock.now() % minute));
  await bench.minutes(1);
});
afterAll(async () => {
  await bench.close();
  rmSync(dir, { recursive: true });
});

const rent = (...words: string[]): Promise<Outcome> =>
  perigeeHere([
    'rent',
    ...words,
    '--network',
    bench.network.running.url,
    '--key',
    keyPath(),
    '--data',
    join(dir, 'none'),
  ]);
const specFile = (content: unknown): string => {
  const path = join(dir, 'spec.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const submit = (spec: JobSpec, ...more: string[]): Promise<Outcome> =>
  rent('submit', specFile(spec), '--price', '60', '--minutes', '10', ...more);

describe('rent', () => {
  it('makes a key that only its owner can read, once, and opens its account', async () => {
    const made = await rent('key', '--json');
    expect(made.code).toBe(0);
    expect(jsonOf(made)).toMatchObject({ key: keyPath(), isNew: true, wallet: '100000000000' });
    if (process.platform !== 'win32') expect(statSync(keyPath()).mode & 0o777).toBe(0o600);
    const key = readFileSync(keyPath(), 'utf8');
    chmodSync(keyPath(), 0o644);
    const again = await rent('key', '--json');
    expect(jsonOf(again)).toMatchObject({ isNew: false, accountId: jsonOf(made).accountId });
    expect(readFileSync(keyPath(), 'utf8')).toBe(key);
    if (process.platform !== 'win32') expect(statSync(keyPath()).mode & 0o777).toBe(0o600);
    const spoken = await rent('key');
    expect(spoken.stdout).toMatch(/speaks for account a[0-9a-f]{24}\.\nThe account has 1,000\.00.IO\.\n$/);
  });

  it('submits a job, says how it stands, what it printed and what it cost', async () => {
    const spec = newSpec();
    expect(jsonOf(await submit(spec, '--json'))).toMatchObject({ id: spec.id, state: 'waiting', held: '1002500000' });
    // The same words again are the same submission.
    expect(jsonOf(await submit(spec, '--json'))).toMatchObject({ id: spec.id });
    await bench.network.running.pass();
    await device.says({ kind: 'job_accepted', jobId: spec.id }, { kind: 'job_running', jobId: spec.id });
    await device.becomes('hired');
    const at = bench.network.clock.now();
    const lines = ['one', '\u001b[31mtwo\u001b[0m'].map((text) => ({ at, stream: 'stdout', text }));
    await device.device.ok('POST', `/v1/jobs/${spec.id}/logs`, {
      ...{ seq: 0, lines, mark: 'x', isAfterGap: false, isLast: true },
    });
    await bench.minutes(3);
    const running = await rent('status', spec.id);
    expect(running.stdout).toMatch(new RegExp(`^Job ${spec.id}: running\\.\n {2}0: cpu, silver, running; minutes 3,`));
    await device.says({ kind: 'job_ended', jobId: spec.id, outcome: 'done', exitCode: 0, ranMs: 3 * minute });

    expect(jsonOf(await rent('status', spec.id, '--json'))).toMatchObject({ outcome: 'done', price: '300000000' });
    expect(await rent('logs', spec.id, '--follow')).toMatchObject({ code: 0, stdout: 'one\ntwo\n' });
    expect(jsonOf(await rent('logs', spec.id, '--json'))).toMatchObject({
      ...{ jobId: spec.id, dropped: 0, isComplete: true },
      lines: [{ rank: 0, seq: 0, text: 'one' }, { seq: 1 }],
    });
    const bill = await rent('bill', spec.id);
    expect(bill.stdout).toMatch(
      /minutes 3, billed 3 of 10, at 60\.00.IO an hour\n {4}price 3\.00.IO, your fee 0\.0075/,
    );
    expect(jsonOf(await rent('bill', spec.id, '--json'))).toMatchObject({
      isFinal: true,
      total: { price: '300000000' },
    });
    const spanish = await rent('bill', spec.id, '--lang', 'es');
    expect(spanish.stdout).toMatch(new RegExp(`^Cuenta del trabajo ${spec.id}:\n`));
    expect(spanish.stdout).not.toMatch(/rent\.|undefined|\{\{/);
  });

  it('ends a job that its renter no longer wants', async () => {
    const spec = newSpec();
    await submit(spec);
    const { code, stdout } = await rent('cancel', spec.id);
    expect([code, stdout.split('\n')[0]]).toEqual([0, `Job ${spec.id} is over: cancelled.`]);
  });

  it.each([
    ['a field that no job has', () => submit({ ...newSpec(), Binds: [] } as JobSpec), 'SPEC_REFUSED'],
    [
      'a key that stands twice',
      () => rent('submit', specFile('{"id":"a","id":"b"}'), '--price', '1', '--minutes', '1'),
      'SPEC_REFUSED',
    ],
    ['a class that is none', () => submit(newSpec(), '--class', 'rtx-9999'), 'CLASS_UNKNOWN'],
    ['more than it has', () => submit(newSpec(), '--price', '1000000'), 'NOT_ENOUGH_COINS'],
    [
      'an image that nobody vouches for',
      () => submit({ ...newSpec(), image: newSpec().image.replace('busybox', 'x') }),
      'IMAGE_UNSIGNED',
    ],
    ['a job that is not there', () => rent('status', 'none'), 'JOB_NOT_FOUND'],
  ] as const)('says %s is refused, with a sentence and exit code 1', async (_what, ask, code) => {
    const { code: exitCode, stdout, stderr } = await ask();
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toMatch(code === 'SPEC_REFUSED' ? /^This is no job .+\n?✗ .+\(\w+\)\n/s : /^[A-Z“].{15,}/);
    expect(stdout + stderr).not.toMatch(/rent\.|\{\{|undefined/);
  });

  it('says so when the network is not there', async () => {
    const outcome = await perigeeHere(['rent', 'status', 'j', '--network', 'http://127.0.0.1:9', '--key', keyPath()]);
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr).toMatch(/\(NETWORK_UNREACHABLE\)\n$/);
  });
});
