import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { jsonOf, perigee } from './perigee.ts';

const dir = mkdtempSync(join(tmpdir(), 'perigee-earn-'));
afterAll(() => rmSync(dir, { recursive: true }));

interface Answer {
  gpus: unknown[];
  checks: { state: string; steps: { verdict: string | null }[] };
  device: { id: string; class: string; state: string };
  proof: { passed: boolean; proveMs: number; verifyMs: number };
  worker: { skipped: { code: string; title: string; fix: string } };
  earnings: { confirmed: string };
  timings: { paidMs: number };
}

it('earn --once is paid for its proof on a PC without a container engine', { timeout: 240_000 }, async () => {
  const outcome = await perigee(
    ['earn', '--once', '--json', '--data', join(dir, 'data'), '--hour', '20s', '--engine', '/nonexistent.sock'],
    { deadlineMs: 220_000 },
  );
  expect(outcome.code, outcome.stderr.slice(-2000)).toBe(0);
  const answer = jsonOf(outcome) as unknown as Answer;
  expect(answer.checks.state).toBe('done');
  expect(answer.device).toMatchObject({ id: expect.stringMatching(/^\S+$/), state: 'ready' });
  expect(answer.proof.passed).toBe(true);
  expect(answer.proof.proveMs).toBeGreaterThan(answer.proof.verifyMs);
  expect(answer.worker.skipped.code).toBe('ENGINE_ABSENT');
  expect(answer.worker.skipped.fix).toMatch(/\w+ \w+/);
  expect(BigInt(answer.earnings.confirmed)).toBeGreaterThan(0n);
  expect(answer.timings.paidMs).toBeLessThan(180_000);
});
