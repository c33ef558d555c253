import { describe, expect, it } from 'vitest';
import { benchmarkBps, type QualityFacts, qualityBps } from './quality.ts';

describe('quality', () => {
  it('weighs speed, verification, link and uptime 30 : 25 : 20 : 25', () => {
    const facts: QualityFacts = { benchmarkBps: 5_001, verification: 'proofs', connectivityTier: 1, uptimeBps: 9_999 };
    expect(qualityBps(facts)).toBe(5_500);
    const best: QualityFacts = {
      benchmarkBps: 10_000,
      verification: 'trusted_execution',
      connectivityTier: 4,
      uptimeBps: 10_000,
    };
    expect(qualityBps(best)).toBe(10_000);
  });

  it('compares with the data sheet below 20 peers, and never above the whole', () => {
    expect(
      benchmarkBps(
        75,
        100,
        Array.from({ length: 19 }, () => 1),
      ),
    ).toBe(7_500);
    expect(benchmarkBps(130, 100, [])).toBe(10_000);
  });

  it('compares with peers from 20 on', () => {
    expect(
      benchmarkBps(
        15,
        100,
        Array.from({ length: 20 }, (_, index) => index + 1),
      ),
    ).toBe(7_500);
  });
});
