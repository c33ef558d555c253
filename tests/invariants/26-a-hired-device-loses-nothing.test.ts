import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributeHour, emptyCarry, type HourDevice } from '../../shared/domain/rewards/distribute.ts';
import type { HourFacts } from '../../shared/domain/rewards/eligibility.ts';
import { anyAmount, anyClassName, anyHourDevices, anyHourFacts, anyParameters, runs } from './arbitraries.ts';

const anyHour = fc.record({
  className: anyClassName,
  facts: anyHourFacts,
  others: anyHourDevices,
  emission: anyAmount,
  parameters: anyParameters,
  proofs: fc.tuple(fc.nat(4), fc.nat(4)),
});

describe('a hired device', () => {
  it('earns the same whatever proofs it was asked for and missed, and never less than if it were not hired', () => {
    fc.assert(
      fc.property(anyHour, ({ className, facts, others, emission, parameters, proofs: [asked, missed] }) => {
        const earned = (seen: HourFacts): bigint => {
          const own: HourDevice = { deviceId: 'own', className, facts: seen };
          const hour = { epoch: 1, emission, carriedIn: emptyCarry, devices: [...others, own] };
          return distributeHour(hour, parameters).rewards.find(({ deviceId }) => deviceId === 'own')?.reward ?? -1n;
        };
        const hired = { ...facts, isExempt: true };
        const reward = earned({ ...hired, proofsAsked: 0, proofsPassed: 0 });
        expect(earned({ ...hired, proofsAsked: asked, proofsPassed: Math.max(0, asked - missed) })).toBe(reward);
        expect(earned({ ...facts, isExempt: false }) <= reward).toBe(true);
      }),
      runs,
    );
  });
});
