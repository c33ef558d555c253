import { describe, expect, it } from 'vitest';
import { type AuditEntry, type AuditFacts, auditHash, firstBreak, noEntry } from './audit-entry.ts';

const entriesOf = (count: number): AuditEntry[] => {
  const entries: AuditEntry[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const facts: AuditFacts = {
      seq,
      at: 1_000 * seq,
      operatorKey: 'K'.repeat(43),
      call: 'operators.audit',
      input: `{"after":${seq}}`,
      refusal: seq === 3 ? { of: 2, code: 'NOT_FOUND' } : null,
      previous: entries.at(-1)?.hash ?? noEntry,
    };
    entries.push({ ...facts, hash: auditHash(facts) });
  }
  return entries;
};

describe('the chain of operators’ calls', () => {
  const entries = entriesOf(4);

  it('holds from its beginning and from any entry on', () => {
    expect(firstBreak([], noEntry)).toBeNull();
    expect(firstBreak(entries, noEntry)).toBeNull();
    expect(firstBreak(entries.slice(2), entries[1]?.hash ?? '')).toBeNull();
  });

  it('shows an entry that was changed, in any of its facts', () => {
    const changes: Partial<AuditEntry>[] = [
      { at: 1 },
      { operatorKey: 'L'.repeat(43) },
      { call: 'operators.other' },
      { input: null },
      { refusal: { of: 1, code: 'NOT_FOUND' } },
      { hash: noEntry },
      { previous: noEntry },
    ];
    for (const change of changes)
      expect(
        firstBreak(
          entries.map((entry) => (entry.seq === 2 ? { ...entry, ...change } : entry)),
          noEntry,
        ),
      ).toBe(2);
  });

  it('shows an entry that was changed together with its hash by the one after it', () => {
    const changed = entries.map((entry) =>
      entry.seq === 2 ? { ...entry, input: null, hash: auditHash({ ...entry, input: null }) } : entry,
    );
    expect(firstBreak(changed, noEntry)).toBe(3);
  });

  it('shows an entry that is missing, at the beginning or in between', () => {
    expect(firstBreak(entries.slice(1), noEntry)).toBe(2);
    expect(
      firstBreak(
        entries.filter(({ seq }) => seq !== 3),
        noEntry,
      ),
    ).toBe(4);
  });
});
