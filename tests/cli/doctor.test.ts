import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jsonOf, perigee } from './perigee.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-doctor-'));
  for (const name of ['home', 'tmp', 'xdg']) mkdirSync(join(dir, name), { mode: 0o500 });
});
afterEach(() => rmSync(dir, { recursive: true }));

const surroundings = () => ({
  env: {
    ...process.env,
    HOME: join(dir, 'home'),
    TMPDIR: join(dir, 'tmp'),
    XDG_DATA_HOME: join(dir, 'xdg'),
    XDG_CACHE_HOME: join(dir, 'xdg'),
    XDG_CONFIG_HOME: join(dir, 'xdg'),
  },
});

interface Report {
  gpus: { id: string; usable: boolean }[];
  memory: { totalBytes: number };
  checks: { name: string; state: string; code: string | null; fix: string | null }[];
}

describe('doctor', () => {
  it('reads the machine and creates no file anywhere', async () => {
    const outcome = await perigee(
      ['doctor', '--json', '--data', join(dir, 'data'), '--engine', '/nonexistent.sock'],
      surroundings(),
    );
    const report = jsonOf(outcome) as unknown as Report;
    expect(outcome.code).toBe(5);
    expect(report.memory.totalBytes).toBeGreaterThan(0);
    expect(report.checks.find(({ name }) => name === 'engine')).toMatchObject({
      state: 'problem',
      code: 'ENGINE_ABSENT',
      fix: expect.stringMatching(/\w{3,}/),
    });
    expect(readdirSync(dir, { recursive: true }).toSorted()).toEqual(['home', 'tmp', 'xdg']);
  });

  it('says the same to a person, in sentences', async () => {
    const { code, stdout } = await perigee(
      ['doctor', '--data', join(dir, 'data'), '--engine', '/nonexistent.sock'],
      surroundings(),
    );
    expect(code).toBe(5);
    expect(stdout).toContain('(ENGINE_ABSENT)');
    expect(stdout).not.toMatch(/doctor\.|problems:|undefined|null/);
    expect(readdirSync(dir, { recursive: true })).toHaveLength(3);
  });
});
