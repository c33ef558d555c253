import { describe, expect, it } from 'vitest';
import { findingCodes } from './finding.ts';
import { releaseChecks, verdictOf } from './verdict.ts';

const whole: Parameters<typeof verdictOf>[0] = {
  codes: [],
  leftOut: 0,
  manifest: { previous: 'ab'.repeat(32) },
  hasBefore: true,
};
const resultsOf = (change: Partial<typeof whole>): Record<string, string> =>
  Object.fromEntries(verdictOf({ ...whole, ...change }).map(({ check, result }) => [check, result]));
const allAre = (result: string): Record<string, string> =>
  Object.fromEntries(releaseChecks.map((check) => [check, result]));

describe('the verdict on a release', () => {
  it('is that everything holds where nothing was found', () => expect(resultsOf({})).toEqual(allAre('holds')));

  it.each(findingCodes)('has a check that %s speaks against', (code) => {
    const broken = Object.values(resultsOf({ codes: [code] })).filter((result) => result === 'broken');
    expect(broken).toHaveLength(1);
  });

  it('says nothing of the sums of rows that were not signed', () =>
    expect(resultsOf({ codes: ['row_changed', 'row_wrong'] })).toEqual({
      ...allAre('holds'),
      ...{ untouched: 'broken', follows: 'broken', adds_up: 'unknown' },
    }));

  it('says nothing of a chain whose hour before is not shown, except of the first', () => {
    expect(resultsOf({ hasBefore: false })).toEqual({ ...allAre('holds'), goes_on: 'unknown' });
    expect(resultsOf({ hasBefore: false, manifest: { previous: null } })).toEqual(allAre('holds'));
  });

  it('says nothing of what a manifest would say that cannot be read', () =>
    expect(resultsOf({ codes: ['not_json'], manifest: null })).toEqual({ ...allAre('unknown'), readable: 'broken' }));

  it('says nothing of what may be among the findings that were not kept', () =>
    expect(resultsOf({ codes: ['row_wrong'], leftOut: 1 })).toEqual({ ...allAre('unknown'), follows: 'broken' }));
});
