import { describe, expect, it } from 'vitest';
import { enforcementFor, type RecentProof } from './enforcement.ts';

const fleet = (count: number, failing: number, change: Partial<RecentProof> = {}): RecentProof[] =>
  Array.from({ length: count }, (_, at) => ({
    deviceId: `${change.className ?? 'a'}${at}`,
    className: 'a',
    passed: at >= failing,
    wasTrusted: true,
    ...change,
  }));

describe('enforcement', () => {
  it('goes on while single cards fail', () => {
    expect(enforcementFor(fleet(100, 24), 'a')).toEqual({ kind: 'enforced' });
  });

  it('stops when a quarter of the devices that had proven themselves fails', () => {
    expect(enforcementFor(fleet(100, 25), 'a')).toEqual({ kind: 'suspended', group: 'a', failing: 25, of: 100 });
  });

  it('stops for one class alone when its deadline was wrong', () => {
    const recent = [...fleet(10, 10, { className: 'new' }), ...fleet(90, 0)];
    expect(enforcementFor(recent, 'new')).toEqual({ kind: 'suspended', group: 'new', failing: 10, of: 10 });
    expect(enforcementFor(recent, 'a')).toEqual({ kind: 'enforced' });
  });

  it('stops for everybody when many small classes fail together', () => {
    const recent = Array.from({ length: 40 }, (_, at) => fleet(1, 1, { className: `c${at}` })).flat();
    expect(enforcementFor(recent, 'c1')).toEqual({ kind: 'suspended', group: null, failing: 40, of: 40 });
  });

  it('cannot be stopped by a crowd that never proved anything', () => {
    expect(enforcementFor([...fleet(1000, 1000, { wasTrusted: false }), ...fleet(20, 1)], 'a')).toEqual({
      kind: 'enforced',
    });
  });

  it('says nothing about a handful of devices', () => {
    expect(enforcementFor(fleet(4, 4), 'a')).toEqual({ kind: 'enforced' });
  });
});
