import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';
import { withdrawalRoom } from './withdrawals.ts';

describe('what may leave an account', () => {
  it.each<[ComplianceLevel, bigint, bigint | null]>([
    [0, 0n, 50_000_000_000n],
    [1, 49_999_999_999n, 1n],
    [1, 50_000_000_000n, 0n],
    [1, 60_000_000_000n, 0n],
    [2, 60_000_000_000n, null],
    [4, 0n, null],
  ])('at level %i after %i is %s', (complianceLevel, left, room) =>
    expect(withdrawalRoom({ complianceLevel, left: inBaseUnits(left) }, mainnetParameters)).toBe(room),
  );
});
