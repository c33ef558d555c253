import { describe, expect, it } from 'vitest';
import { mergeSigns } from './merge-signs.ts';
import { nothingSeen, type OwnerSigns } from './owner-signs.ts';

/** In whichever order they are told. */
const both = (a: Partial<OwnerSigns>, b: Partial<OwnerSigns>): OwnerSigns => {
  const [there, back] = [mergeSigns([a, b]), mergeSigns([b, a])];
  expect(back).toEqual(there);
  return there;
};

describe('one picture out of several sources', () => {
  it('knows nothing where none says anything', () => {
    expect(mergeSigns([])).toEqual(nothingSeen);
    expect(both({}, { game: null, isOnBattery: null, lastInputMs: null, programs: null })).toEqual(nothingSeen);
  });

  it.each(['game', 'fullScreen'] as const)(
    'shows %s when anybody sees one, by its name when anybody has it',
    (sign) => {
      const seen = (a: string | false | null, b: string | false | null) => both({ [sign]: a }, { [sign]: b })[sign];
      expect(seen('Doom', false)).toBe('Doom');
      expect(seen('', false)).toBe('');
      expect(seen('', null)).toBe('');
      expect(seen('', 'Doom')).toBe('Doom');
      expect(seen(false, null)).toBe(false);
    },
  );

  it('keeps the first of two names', () => {
    expect(mergeSigns([{ game: 'Doom' }, { game: 'Quake' }]).game).toBe('Doom');
  });

  it.each(['isOnBattery', 'isMetered'] as const)('takes %s for true when anybody says so', (sign) => {
    const seen = (a: boolean | null, b: boolean | null) => both({ [sign]: a }, { [sign]: b })[sign];
    expect(seen(true, false)).toBe(true);
    expect(seen(true, null)).toBe(true);
    expect(seen(false, null)).toBe(false);
  });

  it('has each program once, and none known is not none running', () => {
    expect(mergeSigns([{ programs: ['doom', 'mpv'] }, { programs: ['mpv'] }]).programs).toEqual(['doom', 'mpv']);
    expect(both({ programs: [] }, { game: false }).programs).toEqual([]);
  });

  it('takes the latest input of all', () => {
    expect(both({ lastInputMs: 10 }, { lastInputMs: 20 }).lastInputMs).toBe(20);
    expect(both({ lastInputMs: 10 }, { lastInputMs: null }).lastInputMs).toBe(10);
  });

  it('keeps an input from before the app began', () => {
    expect(mergeSigns([{ lastInputMs: -3_600_000 }]).lastInputMs).toBe(-3_600_000);
    expect(both({ lastInputMs: -20 }, { lastInputMs: -10 }).lastInputMs).toBe(-10);
  });

  it('joins the GPUs of two drivers', () => {
    expect(both({ gpuInUse: { a: true } }, { gpuInUse: { b: false } }).gpuInUse).toEqual({ a: true, b: false });
  });
});
