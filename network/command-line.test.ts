import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPerigeeError } from '../shared/contract/codes.ts';
import { readWords } from './command-line.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-words-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** The setting that is refused. */
const refused = (...words: string[]): unknown => {
  try {
    readWords(words, {});
    return null;
  } catch (error) {
    return isPerigeeError(error) ? (error.data as { key: string }).key : error;
  }
};
const scriptFile = (content: unknown): string => {
  const path = join(dir, 'script.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

describe('the words of a network', () => {
  it('name its operators by whole public keys', () => {
    const keys = ['A'.repeat(43), 'B'.repeat(43)];
    expect(readWords(['--operator-key', keys[0] ?? '', '--operator-key', keys[1] ?? ''], {})?.operatorKeys).toEqual(
      keys,
    );
    expect(readWords([], {})?.operatorKeys).toEqual([]);
    expect(refused('--operator-key', 'A'.repeat(42))).toBe('operator-key');
  });

  it('name a bus for several processes, by a word or the variable, and none for a folder', () => {
    const url = 'nats://service:sesame@127.0.0.1:4222';
    const database = 'postgres://perigee@127.0.0.1/perigee';
    expect(readWords(['--database', database, '--bus', url], {})?.busUrl).toBe(url);
    expect(readWords([], { PERIGEE_DATABASE: database, PERIGEE_BUS: url })?.busUrl).toBe(url);
    expect(readWords(['--database', database], { PERIGEE_BUS: '' })?.busUrl).toBeNull();
    // The variables are another network's.
    expect(readWords(['--data', dir], { PERIGEE_DATABASE: database, PERIGEE_BUS: url })?.busUrl).toBeNull();
    expect(refused('--data', dir, '--bus', url)).toBe('arguments');
    expect(refused('--bus', url)).toBe('arguments');
    expect(() => readWords([], { PERIGEE_BUS: url })).toThrow('SETTINGS_INVALID');
    expect(refused('--database', database, '--bus', 'http://127.0.0.1:4222')).toBe('bus');
  });

  it('take a script of checks that says something of checks that somebody looks at, and nothing else', () => {
    const script = [
      { check: 'identity', afterHours: 2, verdict: 'approve', validHours: 720 },
      { check: 'company', afterHours: 0, verdict: 'reject', reason: 'sanctions_match' },
    ];
    expect(readWords(['--compliance-script', scriptFile(script)], {})?.complianceScript).toEqual(script);
    for (const line of [
      { check: 'wallet_proof', afterHours: 2, verdict: 'approve', validHours: null },
      { check: 'identity', afterHours: -1, verdict: 'approve', validHours: null },
      { check: 'identity', afterHours: 2, verdict: 'reject', reason: 'because' },
      { check: 'identity', afterHours: 2, verdict: 'approve' },
    ])
      expect(refused('--compliance-script', scriptFile([line]))).toBe('compliance-script');
    expect(refused('--compliance-script', join(dir, 'none.json'))).toBe('compliance-script');
  });
});
