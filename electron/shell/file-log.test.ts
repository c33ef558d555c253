import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileLog } from './file-log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'perigee-log-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const linesOf = (logPath: string): unknown[] =>
  readFileSync(logPath, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the log file', () => {
  it('holds one JSON object per line, with its time and its facts', () => {
    const logPath = path.join(folder, 'deep', 'perigee.log');
    const log = createFileLog(logPath, () => 1_000);
    log.info('started', { amount: 12n });
    log.error('failed', { error: new TypeError('no') });
    expect(linesOf(logPath)).toEqual([
      { at: 1_000, level: 'info', event: 'started', amount: '12' },
      { at: 1_000, level: 'error', event: 'failed', error: { name: 'TypeError', message: 'no' } },
    ]);
  });

  it.skipIf(process.platform === 'win32')('is for its owner’s eyes', () => {
    const logPath = path.join(folder, 'perigee.log');
    createFileLog(logPath, Date.now).info('started');
    expect(statSync(logPath).mode & 0o077).toBe(0);
  });

  it('is set aside at 2 MiB', () => {
    const logPath = path.join(folder, 'perigee.log');
    writeFileSync(logPath, 'x'.repeat(2 * 1024 ** 2 + 1));
    createFileLog(logPath, () => 1).info('fresh');
    expect(linesOf(logPath)).toEqual([{ at: 1, level: 'info', event: 'fresh' }]);
    expect(statSync(`${logPath}.1`).size).toBe(2 * 1024 ** 2 + 1);
  });

  it('never fails its caller', () => {
    const blocker = path.join(folder, 'file');
    writeFileSync(blocker, '');
    const log = createFileLog(path.join(blocker, 'perigee.log'), Date.now);
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => log.warn('lost')).not.toThrow();
    expect(() => createFileLog(path.join(folder, 'a.log'), Date.now).info('circle', circle)).not.toThrow();
    expect(existsSync(path.join(folder, 'a.log'))).toBe(false);
  });
});
