import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { grantFor, localnetParameters, mainnetParameters } from './record.ts';

const io = (whole: bigint) => inBaseUnits(whole * 100_000_000n);

describe('the record of Localnet', () => {
  it('asks four proofs and needs three in an hour of ten minutes or more', () => {
    expect(localnetParameters({ hourMs: 600_000 })).toMatchObject({ proofsPerHour: 4, proofsNeeded: 3 });
  });

  it('asks one proof in a shorter hour', () => {
    expect(localnetParameters({ hourMs: 599_999 })).toMatchObject({ proofsPerHour: 1, proofsNeeded: 1 });
  });

  it('differs from the real network only in coins, time, classes, two gates and proofs', () => {
    const local = localnetParameters({ hourMs: 3_600_000 });
    const names = Object.keys(mainnetParameters) as (keyof typeof mainnetParameters)[];
    expect(
      names.filter((name) => JSON.stringify(local[name], asText) !== JSON.stringify(mainnetParameters[name], asText)),
    ).toEqual([
      'name',
      'isPlay',
      'calendar',
      'classes',
      'droppedGates',
      'grant',
      'grantTimesRequired',
      'complianceOnJoin',
      'payoutEveryHours',
    ]);
  });

  it.each([0, -1, 0.5, Number.NaN])('refuses an hour of %s ms', (hourMs) => {
    expect(() => localnetParameters({ hourMs })).toThrow(RangeError);
  });
});

describe('a grant', () => {
  const local = localnetParameters({ hourMs: 60_000 });

  it.each([
    [200n, 2_000n],
    [50n, 1_000n],
    [2_400n, 24_000n],
  ])('for a required stake of %i IO is %i IO', (required, grant) =>
    expect(grantFor(io(required), local)).toBe(io(grant)),
  );

  it('is nothing on a real network', () => expect(grantFor(io(200n), mainnetParameters)).toBe(0n));
});

const asText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
