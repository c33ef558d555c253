import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal } from './journal.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-journal-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('keeps the first word on a matter, whoever opens it later', () => {
  expect(openJournal(dir).read('committee:1')).toBeNull();
  expect(openJournal(dir).settle('committee:1', 'upheld')).toBe('upheld');
  expect(openJournal(dir).settle('committee:1', 'rejected')).toBe('upheld');
  expect(openJournal(dir).read('committee:1')).toBe('upheld');
  expect(openJournal(dir).settle('committee:2', 'rejected')).toBe('rejected');
  expect(readdirSync(dir)).toHaveLength(2);
});

it('takes matters of any shape, and makes its folder', () => {
  const journal = openJournal(join(dir, 'a', 'b'));
  for (const matter of ['../../x', 'ä\n', '']) expect(journal.settle(matter, matter)).toBe(matter);
});

it('says when its folder cannot be one', () => {
  writeFileSync(join(dir, 'file'), '');
  expect(() => openJournal(join(dir, 'file', 'journal'))).toThrow('DATA_FOLDER_DENIED');
});
