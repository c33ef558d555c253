import { describe, expect, it } from 'vitest';
import { verdicts } from '../../contract/network/proofs.ts';
import { gravestOf, isHeldAgainst, shareOfLimit } from './judgement.ts';

describe('the verdict of several parts', () => {
  it('is the gravest of them', () => {
    expect(gravestOf(['passed', 'bad_memory', 'passed'])).toBe('bad_memory');
    expect(gravestOf(['late', 'invalid_share'])).toBe('invalid_share');
    expect(gravestOf(['passed', 'passed'])).toBe('passed');
  });

  it('knows the gravity of every verdict', () => {
    for (const verdict of verdicts) expect(gravestOf([verdict, 'passed'])).toBe(verdict);
  });

  it('holds nothing against a device that passed, is better than it says or is in use', () => {
    expect(verdicts.filter(isHeldAgainst)).toEqual([
      'invalid_share',
      'bad_memory',
      'too_few_shares',
      'late',
      'replayed',
      'malformed',
    ]);
  });
});

describe('the share of the limit', () => {
  it('is that of the tighter stage', () => {
    expect(shareOfLimit({ fillMs: 100, fillDeadlineMs: 1000, walkMs: 61, walkDeadlineMs: 100 })).toBe(0.61);
  });
});
