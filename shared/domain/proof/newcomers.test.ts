import { describe, expect, it } from 'vitest';
import type { HardwareClaim } from '../../contract/network/devices.ts';
import { verdicts } from '../../contract/network/proofs.ts';
import { doubtOfPace, isUnderReview, type Newcomer, pacedBy } from './newcomers.ts';

const newcomers = (late: number, inTime: number): Newcomer[] =>
  Array.from({ length: late + inTime }, (_, at) => ({ accountId: `a${at}`, isLate: at < late }));

const card = (model: string | null) => ({ model, vramBytes: 2 ** 34, offeredBytes: null });
const claim = (models: (string | null)[]): HardwareClaim => ({
  kind: 'gpu',
  class: 'RTX 4090',
  count: models.length,
  vramBytes: null,
  isSoftware: false,
  threads: 8,
  gpus: models.map(card),
  algorithms: [],
});

describe('doubt of a pace', () => {
  it.each([
    ['two owners say nothing', newcomers(2, 0), null],
    ['three that are all late do', newcomers(3, 0), { late: 3, of: 3 }],
    ['nine of ten do', newcomers(9, 1), { late: 9, of: 10 }],
    ['eight of ten do not', newcomers(8, 2), null],
    ['many devices of one owner are one voice', newcomers(1, 0).flatMap((one) => Array(20).fill(one)), null],
  ] as [string, Newcomer[], unknown][])('%s', (_, all, doubt) => expect(doubtOfPace(all)).toEqual(doubt));

  it('counts an owner one of whose devices is in time as in time', () => {
    const mixed = newcomers(3, 0).flatMap((one) => [one, { ...one, isLate: false }]);
    expect(doubtOfPace(mixed)).toBeNull();
  });
});

describe('a failure', () => {
  const doubt = { late: 3, of: 3 };
  it('is looked at when a newcomer is late and nobody has shown that its model can be in time', () => {
    const said = { verdict: 'late', hasPassed: false } as const;
    expect(isUnderReview({ ...said, isPaceProven: false, doubt: null })).toBe(true);
    expect(isUnderReview({ ...said, isPaceProven: true, doubt })).toBe(true);
    expect(isUnderReview({ ...said, isPaceProven: true, doubt: null })).toBe(false);
  });
  it('is never looked at for anything but lateness, nor of a device that passed', () => {
    for (const verdict of verdicts.filter((each) => each !== 'late'))
      expect(isUnderReview({ verdict, hasPassed: false, isPaceProven: false, doubt })).toBe(false);
    expect(isUnderReview({ verdict: 'late', hasPassed: true, isPaceProven: false, doubt })).toBe(false);
  });
});

describe('the pace of a claim', () => {
  it('is that of each of its models, or of its class', () => {
    expect(pacedBy(claim(['a', 'b', 'a']))).toEqual(['a', 'b']);
    expect(pacedBy(claim([null]))).toEqual(['RTX 4090']);
    expect(pacedBy({ ...claim([]), class: 'cpu', kind: 'cpu' })).toEqual(['cpu']);
  });
});
