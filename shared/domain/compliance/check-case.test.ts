import { describe, expect, it } from 'vitest';
import { type CheckCase, type CheckStep, checkState, holds, moveCheck } from './check-case.ts';

const none: CheckCase = { kind: 'none' };
const done = (filed: CheckCase, step: CheckStep, now: number): CheckCase => {
  const move = moveCheck(filed, step, now);
  if (move.kind === 'refused') throw new Error(move.reason);
  return move.filed;
};
const refusal = (filed: CheckCase, step: CheckStep, now = 10) => {
  const move = moveCheck(filed, step, now);
  return move.kind === 'refused' ? move.reason : 'moved';
};
const submitted = done(none, { kind: 'submit' }, 1);
const approved = done(submitted, { kind: 'approve', expiresAt: 100 }, 2);

describe('the case of a check', () => {
  it('is submitted, approved, and expires', () => {
    expect([none, submitted, approved].map((filed) => checkState(filed, 10))).toEqual([
      'none',
      'submitted',
      'approved',
    ]);
    expect([checkState(approved, 99), checkState(approved, 100)]).toEqual(['approved', 'expired']);
    expect([holds(approved, 99), holds(approved, 100), holds(submitted, 10), holds(none, 10)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('may hold for good', () => {
    const forGood = done(submitted, { kind: 'approve', expiresAt: null }, 2);
    expect([checkState(forGood, 10 ** 13), holds(forGood, 10 ** 13)]).toEqual(['approved', true]);
    expect(refusal(forGood, { kind: 'submit' })).toBe('NOT_NEXT');
  });

  it('may be submitted again after a rejection or an expiry', () => {
    const rejected = done(submitted, { kind: 'reject' }, 3);
    expect([checkState(rejected, 10), holds(rejected, 10)]).toEqual(['rejected', false]);
    expect(done(rejected, { kind: 'submit' }, 4)).toEqual({ kind: 'submitted', at: 4, heldUntil: null });
    expect(done(approved, { kind: 'submit' }, 100)).toEqual({ kind: 'submitted', at: 100, heldUntil: null });
  });

  it('holds while it is being renewed, until the approval before it ends', () => {
    const renewed = done(approved, { kind: 'submit' }, 90);
    expect(checkState(renewed, 95)).toBe('submitted');
    expect([holds(renewed, 99), holds(renewed, 100)]).toEqual([true, false]);
    expect(holds(done(renewed, { kind: 'approve', expiresAt: 200 }, 95), 150)).toBe(true);
    expect(holds(done(renewed, { kind: 'reject' }, 95), 96)).toBe(false);
  });

  it('is decided once, and only after it was submitted', () => {
    const decisions: readonly CheckStep[] = [{ kind: 'approve', expiresAt: 100 }, { kind: 'reject' }];
    for (const step of decisions)
      expect([none, approved, { kind: 'rejected', at: 1 } as const].map((filed) => refusal(filed, step))).toEqual([
        'NOT_NEXT',
        'NOT_NEXT',
        'NOT_NEXT',
      ]);
    expect(refusal(submitted, { kind: 'submit' })).toBe('NOT_NEXT');
    expect(refusal(submitted, { kind: 'approve', expiresAt: 10 })).toBe('EXPIRY_PAST');
  });
});
