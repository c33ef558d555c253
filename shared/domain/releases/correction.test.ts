import { describe, expect, it } from 'vitest';
import { byCorrectedRow, type Correction, correctionFaults, correctionSchema } from './correction.ts';
import type { ReleaseRow } from './row.ts';

const deviceId = `d${'a'.repeat(24)}`;
const correction: Correction = {
  block_id: '20261126T100000.000Z',
  row: 3,
  device_id: deviceId,
  key: 'uptime_min',
  was: 44,
  is: 45,
  issue: '#12',
};
const row = { device_id: deviceId, uptime_min: 44 } as unknown as ReleaseRow;
const by = '20261126T110000.000Z';

describe('a correction', () => {
  it('restates a fact of a row', () => {
    expect(correctionSchema.safeParse(correction).success).toBe(true);
    expect(correctionFaults(row, [{ by, correction }])).toEqual([]);
  });

  it.each(['device_id', 'owner_tag', 'country', 'reward', 'score', 'owner_part', 'block_id', 'wallet'])(
    'may never be about %s',
    (key) => expect(correctionSchema.safeParse({ ...correction, key }).success).toBe(false),
  );

  it.each([[61], ['45'], [null]])('may not put %j where it could not stand', (is) =>
    expect(correctionSchema.safeParse({ ...correction, is }).success).toBe(false),
  );

  it('goes on from the one before it', () => {
    const again = { by, correction: { ...correction, was: 45, is: 46 } };
    expect(correctionFaults(row, [{ by, correction }, again])).toEqual([]);
    expect(correctionFaults(row, [again])).toMatchObject([{ code: 'correction_wrong', expected: '45', found: '44' }]);
  });

  it.each([
    ['another device', { ...row, device_id: `d${'b'.repeat(24)}` } as ReleaseRow, null],
    ['no row', null, null],
    ['another value', { ...row, uptime_min: 43 } as ReleaseRow, '43'],
  ])('is told, with the release that made it, where there is %s', (_what, there, found) => {
    expect(correctionFaults(there, [{ by, correction }])).toEqual([
      { code: 'correction_wrong', blockId: by, part: 'manifest', deviceId, key: 'uptime_min', expected: '44', found },
    ]);
  });

  it('stands in one order, by block, row and key', () => {
    const others: Correction[] = [
      correction,
      { ...correction, key: 'count' },
      { ...correction, row: 2 },
      { ...correction, block_id: '20261126T090000.000Z', row: 9 },
    ];
    expect(others.toSorted(byCorrectedRow)).toEqual(others.toReversed());
  });
});
