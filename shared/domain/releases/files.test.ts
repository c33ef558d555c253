import { describe, expect, it } from 'vitest';
import { blockIdAt } from './block-id.ts';
import { parseReleaseFileName, releaseFileName, releaseParts } from './files.ts';
import { tagQuarter } from './owner-tag.ts';

describe('names of blocks and files', () => {
  it('are the hour’s start in UTC and sort as time does', () => {
    expect(blockIdAt(1_795_687_200_000)).toBe('20261126T100000.000Z');
    const ids = [0, 1, 999, 1_000, 3_600_000, 1_795_687_200_000, 253_402_300_799_999].map(blockIdAt);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('are read back from the files of a release and from no other', () => {
    const blockId = '20261126T100000.000Z';
    for (const part of releaseParts)
      expect(parseReleaseFileName(releaseFileName(blockId, part))).toEqual({ blockId, part });
    for (const name of ['block-1.jsonl', `block-${blockId}.jsonl.bak`, `block-${blockId}`, `x/block-${blockId}.jsonl`])
      expect(parseReleaseFileName(name)).toBeNull();
  });
});

it.each([
  [0, 0],
  [92 * 24 - 1, 0],
  [92 * 24, 1],
  [(365 + 92) * 24 - 1, 4],
])('an owner’s tag in hour %i is of quarter %i: quarters of the calendar', (hour, quarter) => {
  expect(tagQuarter(hour, { calendar: 'utc' })).toBe(quarter);
});
