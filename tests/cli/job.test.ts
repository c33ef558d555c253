/** `job check` and `job run` as a person starts them: on files, good and bad, and on the real engine. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostileJobs } from '../admission/hostile-jobs.ts';
import { describeWithEngine, jobOf } from '../docker/real-engine.ts';
import { issuer, openOwnSigstore, sha256, statementOf, workflow } from '../fakes/sigstore/own-sigstore.ts';
import { startSigningRegistry } from '../fakes/sigstore/signing-registry.ts';
import { jsonOf, perigee } from './perigee.ts';
import { perigeeHere } from './perigee-here.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-job-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const specFile = (content: string | Uint8Array): string => {
  const path = join(dir, 'spec.json');
  writeFileSync(path, content);
  return path;
};
const data = (): string => join(dir, 'data');
const noEngine = ['--engine', '/nonexistent.sock'];

describe('job check without an engine', () => {
  it.each(hostileJobs.filter((_, index) => index % 24 === 0))('refuses $title and touches nothing', async (hostile) => {
    const path = specFile(hostile.text);
    const outcome = await perigeeHere(['job', 'check', path, '--json', '--data', data(), ...noEngine]);
    expect(outcome.code).toBe(1);
    const { verdict, reasons } = jsonOf(outcome) as { verdict: string; reasons: { code: string; text: string }[] };
    expect(verdict).toBe('refused');
    expect(reasons.map(({ code }) => code)).toContain(hostile.reason);
    for (const { code, text } of reasons) expect(text).not.toContain(code);
    expect(readdirSync(dir)).toEqual(['spec.json']);
  });

  it.each([
    ['bytes that are no text', Buffer.from([0xff, 0x00, 0xfe]), 'not_json'],
    ['more than a job can have', Buffer.alloc(2 ** 20 + 1, 0x20), 'too_large'],
  ])('refuses %s', async (_what, content, code) => {
    const outcome = await perigeeHere(['job', 'check', specFile(content), '--json', '--data', data(), ...noEngine]);
    expect(outcome.code).toBe(1);
    expect(jsonOf(outcome)).toMatchObject({ verdict: 'refused', jobId: null, reasons: [{ code, about: 'job' }] });
  });

  it('says that an honest job has no engine to run on', async () => {
    const image = `docker.io/library/busybox@sha256:${'a'.repeat(64)}`;
    const path = specFile(JSON.stringify(jobOf(image, [], { id: 'honest' })));
    const outcome = await perigeeHere(['job', 'check', path, '--json', '--data', data(), ...noEngine]);
    expect(jsonOf(outcome)).toMatchObject({
      verdict: 'refused',
      jobId: 'honest',
      reasons: [{ code: 'no_engine', about: 'engine' }],
      engine: null,
    });
  });

  it('looks for a signature of those who count in place of the network, and believes no other Sigstore', async () => {
    const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [] }));
    const own = await openOwnSigstore();
    const signed = await own.signStatement(statementOf(sha256(manifest).toString('hex')));
    const signers = join(dir, 'signers.json');
    writeFileSync(signers, JSON.stringify([{ issuer, identity: workflow }]));
    for (const [bundles, code] of [
      [[], 'image_unsigned'],
      [[Buffer.from(JSON.stringify(signed))], 'image_signature_invalid'],
    ] as const) {
      const registry = await startSigningRegistry({ manifest, bundles });
      const path = specFile(JSON.stringify(jobOf(registry.image, [], { id: 'signed' })));
      const place = ['--registry', registry.host, '--signers', signers, '--data', data(), ...noEngine];
      const outcome = await perigeeHere(['job', 'check', path, '--json', ...place]);
      await registry.close();
      expect(outcome.code).toBe(1);
      const judged = jsonOf(outcome) as { vouchedBy: unknown; uncounted: string[]; reasons: { code: string }[] };
      expect(judged.reasons.map((reason) => reason.code)).toEqual([code, 'no_engine']);
      expect(judged.vouchedBy).toBeNull();
      expect(judged.uncounted).toHaveLength(bundles.length);
    }
  });

  it.each([
    ['no word', []],
    ['no file', ['check']],
    ['another word', ['burn', 'spec.json']],
    ['a file that is not there', ['check', '/nonexistent/spec.json']],
    ['a word too many', ['check', 'spec.json', 'twice']],
    ['signers that are none', ['check', 'spec.json', '--signers', '/nonexistent/signers.json']],
    ['signers where Localnet signs', ['run', 'spec.json', '--signers', 'signers.json']],
    ['a registry that is an address', ['check', 'spec.json', '--registry', 'https://registry.example/']],
  ])('refuses %s with exit code 2 and a sentence', async (_what, words) => {
    const { code, stdout, stderr } = await perigeeHere(['job', ...words, '--data', data()]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^\S.{10,}\n\nUsage: perigee job check\|run FILE \[options\]\n/s);
  });
});

describeWithEngine('a described job on the real engine', ({ socketPath, registry, images }) => {
  const place = (): string[] => ['--engine', socketPath, '--registry', registry, '--data', data()];

  it('is admitted, with its size where its image has yet to come', async () => {
    const path = specFile(JSON.stringify(jobOf(images.demo, ['/bin/job', '1'], { id: 'admitted' })));
    const outcome = await perigee(['job', 'check', path, '--json', ...place()]);
    expect(outcome.code).toBe(0);
    expect(jsonOf(outcome)).toMatchObject({ verdict: 'admitted', jobId: 'admitted', reasons: [] });
    const spoken = await perigee(['job', 'check', path, ...place()]);
    expect(spoken.stdout).toMatch(/^Job admitted may run here\.\n/);
  });

  it.each(['volume', 'preload', 'proc'] as const)('is refused for what its image %s says of itself', async (name) => {
    const reasons = { volume: 'volume', preload: 'loader_variable', proc: 'workdir_in_proc' };
    const path = specFile(JSON.stringify(jobOf(images[name], [], { id: 'bad-image' })));
    const outcome = await perigee(['job', 'check', path, '--json', ...place()]);
    expect(jsonOf(outcome)).toMatchObject({ verdict: 'refused', reasons: [{ code: reasons[name], about: 'image' }] });
  });

  it('is refused when nobody has its image', async () => {
    const image = images.demo.replace(/[0-9a-f]{64}$/, 'b'.repeat(64));
    const outcome = await perigee(['job', 'check', specFile(JSON.stringify(jobOf(image, []))), '--json', ...place()]);
    expect(jsonOf(outcome)).toMatchObject({ verdict: 'refused', reasons: [{ code: 'not_found', about: 'image' }] });
  });

  it('runs on Localnet to its end, with its output and its exit code, and not a second time', async () => {
    const path = specFile(JSON.stringify(jobOf(images.demo, ['/bin/job', '1', '7'], { id: 'ran' })));
    const ran = await perigee(['job', 'run', path, '--json', '--hour', '20s', ...place()], { deadlineMs: 120_000 });
    expect(ran.code).toBe(1);
    const { job, logTail } = jsonOf(ran) as { job: Record<string, unknown>; logTail: string[] };
    expect(job).toMatchObject({ id: 'ran', state: 'failed', exitCode: 7 });
    expect(logTail[0]).toBe('job starts');
    const again = await perigee(['job', 'run', path, '--json', '--hour', '20s', ...place()], { deadlineMs: 120_000 });
    expect(jsonOf(again)).toMatchObject({ error: { code: 'JOB_REFUSED', data: { reasons: ['id_taken'] } } });
  });
});
