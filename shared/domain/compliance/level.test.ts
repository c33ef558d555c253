import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CheckCase, type ComplianceCheck, complianceChecks } from './check-case.ts';
import { type ComplianceFile, complianceLevel, levelFallsAt, needsAbove } from './level.ts';

const approved = (expiresAt: number | null): CheckCase => ({ kind: 'approved', at: 0, expiresAt });
const fileOf = (checks: readonly ComplianceCheck[], expiresAt: number | null = null): ComplianceFile =>
  Object.fromEntries(checks.map((check) => [check, approved(expiresAt)]));
const first = ['wallet_proof', 'signed_terms', 'sanctions_screen'] as const;

describe('the compliance level', () => {
  it.each<[number, readonly ComplianceCheck[]]>([
    [0, []],
    [0, ['wallet_proof', 'signed_terms']],
    [0, ['identity', 'address', 'company', 'security_audit']],
    [1, first],
    [1, [...first, 'address']],
    [1, [...first, 'security_audit']],
    [2, [...first, 'identity']],
    [2, [...first, 'identity', 'security_audit']],
    [3, [...first, 'identity', 'address']],
    [3, [...first, 'company']],
    [4, [...first, 'company', 'security_audit']],
    [4, complianceChecks],
  ])('is %i for %j', (level, checks) => expect(complianceLevel(fileOf(checks), 10)).toBe(level));

  it('falls when what it rests on expires, and says when', () => {
    const file: ComplianceFile = {
      ...fileOf([...first, 'identity']),
      address: approved(50),
      sanctions_screen: approved(80),
      company: { kind: 'rejected', at: 1 },
    };
    expect([49, 50, 80].map((now) => complianceLevel(file, now))).toEqual([3, 2, 0]);
    expect([levelFallsAt(file, 10), levelFallsAt(file, 50), levelFallsAt(file, 80)]).toEqual([50, 80, null]);
  });

  it('does not fall for a check that it does not rest on, nor during a renewal', () => {
    const file: ComplianceFile = { ...fileOf([...first, 'company']), identity: approved(50) };
    expect(levelFallsAt(file, 10)).toBeNull();
    const renewing: ComplianceFile = {
      ...fileOf(first),
      identity: { kind: 'submitted', at: 40, heldUntil: 60 },
    };
    expect([complianceLevel(renewing, 59), complianceLevel(renewing, 60), levelFallsAt(renewing, 45)]).toEqual([
      2, 1, 60,
    ]);
  });

  it('tells every way to the next level by what is missing', () => {
    expect(needsAbove(0, fileOf(['wallet_proof']), 10)).toEqual({
      level: 1,
      ways: [['signed_terms', 'sanctions_screen']],
    });
    expect(needsAbove(1, {}, 10)).toEqual({ level: 2, ways: [[...first, 'identity']] });
    expect(needsAbove(2, fileOf([...first, 'identity']), 10)).toEqual({ level: 3, ways: [['address'], ['company']] });
    expect(needsAbove(2, fileOf([...first, 'identity'], 10), 10)).toEqual({
      level: 3,
      ways: [
        [...first, 'identity', 'address'],
        [...first, 'company'],
      ],
    });
    expect(needsAbove(4, fileOf(complianceChecks), 10)).toBeNull();
  });

  const anyCase: fc.Arbitrary<CheckCase> = fc.oneof(
    fc.constant<CheckCase>({ kind: 'none' }),
    fc.option(fc.nat(100)).map(approved),
    fc.option(fc.nat(100)).map((heldUntil): CheckCase => ({ kind: 'submitted', at: 0, heldUntil })),
    fc.constant<CheckCase>({ kind: 'rejected', at: 0 }),
  );
  const anyFile = fc.record(Object.fromEntries(complianceChecks.map((check) => [check, anyCase])), {
    requiredKeys: [],
  });

  it('never rises by waiting, and falls at the time that was said and not before', () => {
    fc.assert(
      fc.property(anyFile, fc.nat(100), fc.nat(100), (file: ComplianceFile, one, other) => {
        const [now, later] = [Math.min(one, other), Math.max(one, other)];
        const level = complianceLevel(file, now);
        expect(complianceLevel(file, later) <= level).toBe(true);
        const fallsAt = levelFallsAt(file, now);
        expect(complianceLevel(file, later) < level).toBe(fallsAt !== null && later >= fallsAt);
      }),
      { numRuns: 10_000 },
    );
  });

  it('never falls by one more approval', () => {
    fc.assert(
      fc.property(anyFile, fc.constantFrom(...complianceChecks), (file: ComplianceFile, check) => {
        expect(complianceLevel({ ...file, [check]: approved(null) }, 50) >= complianceLevel(file, 50)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});
