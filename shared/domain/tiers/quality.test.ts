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

  const nothing: QualityFacts = { benchmarkBps: 0, verification: 'none', connectivityTier: 0, uptimeBps: 0 };
  it.each<[Partial<QualityFacts>, number]>([
    [{}, 0],
    [{ verification: 'proofs' }, 1_000],
    [{ verification: 'proofs_for_7_days' }, 1_750],
    [{ verification: 'trusted_execution' }, 2_500],
    [{ connectivityTier: 1 }, 500],
    [{ connectivityTier: 4 }, 2_000],
    [{ benchmarkBps: 10_000 }, 3_000],
    [{ uptimeBps: 10_000 }, 2_500],
  ])('counts %o alone as %i', (facts, bps) => expect(qualityBps({ ...nothing, ...facts })).toBe(bps));

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
