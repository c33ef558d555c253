import { describe, expect, it } from 'vitest';
import { acceptedAlgorithm } from './algorithms.ts';

const retiring = {
  proofAlgorithms: [
    { name: 'perigee-fill-walk-9', acceptedUntil: null },
    { name: 'perigee-fill-walk-1', acceptedUntil: 1_000 },
  ],
};

describe('the algorithm of a challenge', () => {
  it('is an old one for an old app until its notice is over', () => {
    expect(acceptedAlgorithm(['perigee-fill-walk-1'], retiring, 999)).toBe('perigee-fill-walk-1');
    expect(acceptedAlgorithm(['perigee-fill-walk-1'], retiring, 1_000)).toBeNull();
  });

  it('is never one that this network cannot verify, nor one that the app did not name', () => {
    expect(acceptedAlgorithm(['perigee-fill-walk-9', 'perigee-fill-walk-1'], retiring, 0)).toBe('perigee-fill-walk-1');
    expect(acceptedAlgorithm([], retiring, 0)).toBeNull();
  });
});
