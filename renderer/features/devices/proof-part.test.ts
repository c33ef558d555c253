import { describe, expect, it } from 'vitest';
import type { Status } from '../../../shared/contract/app/status.ts';
import type { Verdict } from '../../../shared/contract/network/proofs.ts';
import { proofPartOf } from './proof-part.ts';

type LastProof = NonNullable<Status['lastProof']>;
const gib = 2 ** 30;

const proof = (verdicts: Record<string, Verdict>, change: Partial<LastProof> = {}): LastProof => {
  const all = Object.entries(verdicts);
  return {
    at: 0,
    passed: all.every(([, verdict]) => verdict === 'passed'),
    verdict: all.map(([, verdict]) => verdict).find((verdict) => verdict !== 'passed') ?? 'passed',
    isExcused: false,
    proveMs: 4_500,
    deadlineMs: 7_400,
    shareOfLimit: 0.61,
    verifyMs: 38,
    provenBytes: 0,
    parts: all.map(([gpuId, verdict]) => ({
      gpuId,
      verdict,
      detail: null,
      askedBytes: 22 * gib,
      provenBytes: verdict === 'passed' ? 22 * gib : 0,
    })),
    ...change,
  };
};

describe('the last proof of one GPU', () => {
  it('is its own part beside the share that all have in common', () =>
    expect(proofPartOf(proof({ a: 'passed', b: 'passed' }), 'b')).toMatchObject({
      verdict: 'passed',
      provenBytes: 22 * gib,
      shareOfLimit: 0.61,
      isOtherFailure: false,
      tone: 'ok',
    }));
  it('is unknown for a GPU that was not asked', () => expect(proofPartOf(proof({ a: 'passed' }), 'b')).toBeNull());
  it('is worth a look when it is near its limit', () =>
    expect(proofPartOf(proof({ a: 'passed' }, { shareOfLimit: 0.9 }), 'a')?.tone).toBe('warn'));
  it('passed even where another GPU failed', () =>
    expect(proofPartOf(proof({ a: 'passed', b: 'late' }), 'a')).toMatchObject({ isOtherFailure: true, tone: 'ok' }));

  it.each([
    ['late', {}, 'held', 'bad'],
    ['bad_memory', {}, 'held', 'bad'],
    ['wrong_coverage', {}, 'notHeld', 'warn'],
    ['late', { isExcused: true }, 'excused', 'warn'],
  ] as const)('that ended with %s %j is %s', (verdict, change, cost, tone) =>
    expect(proofPartOf(proof({ a: verdict }, change), 'a')).toMatchObject({ cost, tone, isOtherFailure: false }),
  );
});
