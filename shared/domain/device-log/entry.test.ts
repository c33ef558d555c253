import { describe, expect, it } from 'vitest';
import { firstLogBreak, firstPrevious, type LogEntry, nextEntry } from './entry.ts';
import type { Happening } from './happening.ts';

const happenings: Happening[] = [
  { kind: 'session', isOnline: true },
  { kind: 'challenge', challengeId: 'c1', gpus: [0], fillDeadlineMs: 5_000, walkDeadlineMs: 2_000 },
  { kind: 'proof', challengeId: 'c1', verdict: 'passed', proveMs: 4_200 },
  { kind: 'acknowledged', ids: ['e1', 'e2'] },
];
const entries: LogEntry[] = [];
for (const happening of happenings) entries.push(nextEntry(happening, 1_000 + entries.length, entries.at(-1) ?? null));
const changed = (seq: number, change: Partial<LogEntry>): LogEntry[] =>
  entries.map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry));

describe('a device’s log', () => {
  it('begins at one, follows on, and says what happened as one text', () => {
    expect(entries.map(({ seq, kind, body }) => [seq, kind, body])).toEqual([
      [1, 'session', '{"isOnline":true}'],
      [2, 'challenge', '{"challengeId":"c1","fillDeadlineMs":5000,"gpus":[0],"walkDeadlineMs":2000}'],
      [3, 'proof', '{"challengeId":"c1","proveMs":4200,"verdict":"passed"}'],
      [4, 'acknowledged', '{"ids":["e1","e2"]}'],
    ]);
    expect(entries[0]?.previous).toBe(firstPrevious);
    expect(firstLogBreak(entries)).toBeNull();
    expect(firstLogBreak(entries.slice(2))).toBeNull();
    expect(firstLogBreak([])).toBeNull();
  });

  it('shows the entry in which anything was changed', () => {
    const changes: Partial<LogEntry>[] = [
      { at: 1 },
      { kind: 'no_proof' },
      { body: '{"challengeId":"c1","proveMs":9,"verdict":"passed"}' },
      { previous: firstPrevious },
      { hash: firstPrevious },
    ];
    for (const change of changes) expect(firstLogBreak(changed(3, change))).toBe(3);
  });

  it('shows an entry that was written anew with its hash by the one after it, and one that is missing', () => {
    const forged = nextEntry({ kind: 'session', isOnline: false }, 1_001, entries[0] ?? null);
    expect(firstLogBreak(changed(2, forged))).toBe(3);
    expect(firstLogBreak(entries.filter(({ seq }) => seq !== 2))).toBe(3);
  });
});
