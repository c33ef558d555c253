import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRunLogged } from './run-logged.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-run-'));
});
afterEach(() => rmSync(dir, { recursive: true, maxRetries: 5 }));

const clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  sleep: async (delayMs: number, signal?: unknown) => {
    await sleep(delayMs, undefined, { signal: signal as AbortSignal });
  },
};
const run = (script: string, input: string | null = null) => {
  const lines: string[] = [];
  const end = createRunLogged({ clock, logPath: join(dir, 'log'), onLine: (text) => lines.push(text) })(
    [process.execPath, '-e', script],
    input,
  );
  return end.then((exitCode) => ({ exitCode, lines }));
};

it('tells what a command says on either stream, and how it ended', async () => {
  expect(await run("console.log('out'); console.error('err'); process.exit(3)")).toEqual({
    exitCode: 3,
    lines: ['out', 'err'],
  });
});

it('gives it its input, and survives one that reads none', async () => {
  expect(await run('process.stdin.pipe(process.stdout)', 'a\nb')).toEqual({ exitCode: 0, lines: ['a', 'b'] });
  expect((await run('process.exit(0)', 'x'.repeat(1e6))).exitCode).toBe(0);
});

it.skipIf(process.platform === 'win32')(
  'does not take a command down with the app',
  async () => {
    const flag = join(dir, 'finished');
    // What it says after the app is gone must not end it either.
    const command = `setTimeout(() => { console.log('more'); require('fs').writeFileSync(${JSON.stringify(flag)}, '') }, 900)`;
    const app = `
    const { createRunLogged } = await import(${JSON.stringify(join(import.meta.dirname, 'run-logged.ts'))});
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const run = createRunLogged({ clock: { sleep }, logPath: ${JSON.stringify(join(dir, 'log'))}, onLine() {} });
    void run([process.execPath, '-e', ${JSON.stringify(command)}], null);
    console.log('begun');
    setInterval(() => {}, 1000);`;
    const host = spawn(process.execPath, ['--input-type=module', '-e', app], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => host.stdout.once('data', resolve));
    await sleep(200);
    host.kill('SIGKILL');
    expect(existsSync(flag)).toBe(false);
    for (let waited = 0; !existsSync(flag) && waited < 30_000; waited += 50) await sleep(50);
    expect(existsSync(flag)).toBe(true);
  },
  60_000,
);
