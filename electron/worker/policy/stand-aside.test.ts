import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StandAside } from '../../../shared/contract/app/owner.ts';
import { type StandAsideCause, standAsideCauses } from '../../../shared/contract/owner-words.ts';
import { nothingSeen, type OwnerSigns } from '../../presence/owner-signs.ts';
import type { OwnerSight } from './owner-sight.ts';
import { nextStandAside, type OwnerRules, type Sign, signsOf } from './stand-aside.ts';

const minute = 60_000;
const rules: OwnerRules = {
  ...{ asideForGames: true, asideForFullScreen: true, comeBackMinutes: 5, worksOnBattery: false },
  ...{ asideForPrograms: ['Doom'], worksOnMetered: false, powerLimitWatts: 300, leastPerHour: 0.1 },
  fanLimitPercent: 60,
};
const quiet: OwnerSight = {
  ...{
    signs: nothingSeen,
    gpuIds: ['a', 'b'],
    seat: null,
    hour: 'work',
    powerWatts: null,
    isEasingPower: false,
    loudGpuIds: [],
    leftPerHour: null,
    monotonicMs: 60 * minute,
  },
};
const seeing = (signs: Partial<OwnerSigns>, more: Partial<OwnerSight> = {}): OwnerSight => ({
  ...{ ...quiet, signs: { ...nothingSeen, ...signs }, ...more },
});
const found = (sight: OwnerSight, change: Partial<OwnerRules> = {}, before: StandAside[] = []) =>
  signsOf(sight, { ...rules, ...change }, before);
const causes = (list: readonly Pick<StandAside, 'cause'>[]): StandAsideCause[] => list.map(({ cause }) => cause);
const game: Sign = { cause: 'game', program: 'Doom', gpuIds: null };
const held = (change: Partial<StandAside> = {}): StandAside => ({ ...game, since: 0, until: null, ...change });

describe('what speaks against work', () => {
  it.each<[StandAsideCause, OwnerSight]>([
    ['seat', seeing({}, { seat: 'taken' })],
    ['game', seeing({ game: '' })],
    ['full_screen', seeing({ fullScreen: '' })],
    ['program', seeing({ programs: ['blender', 'doom'] })],
    ['gpu_in_use', seeing({ gpuInUse: { a: false, b: true } })],
    ['input', seeing({ lastInputMs: 56 * minute }, { hour: 'away' })],
    ['calendar', seeing({}, { hour: 'never' })],
    ['battery', seeing({ isOnBattery: true })],
    ['metered', seeing({ isMetered: true })],
    ['power', seeing({}, { powerWatts: 301 })],
    ['noise', seeing({}, { loudGpuIds: ['b'] })],
    ['unprofitable', seeing({}, { leftPerHour: 0.09 })],
  ])('is %s alone where only that is seen', (cause, sight) => {
    expect(causes(found(sight))).toEqual([cause]);
  });

  it('is nothing where nothing is known, whatever the rules', () => {
    expect(found(quiet)).toEqual([]);
    expect(found({ ...quiet, hour: 'away' })).toEqual([]);
    expect(found({ ...quiet, hour: 'quiet' })).toEqual([]);
  });

  it('is nothing where everything is known to be well', () => {
    const signs: OwnerSigns = {
      ...{ game: false, fullScreen: false, programs: [], lastInputMs: 60 * minute },
      ...{ gpuInUse: { a: false }, isOnBattery: false, isMetered: false },
    };
    expect(found(seeing(signs, { seat: 'free', powerWatts: 300, leftPerHour: 0.1 }))).toEqual([]);
  });

  it('is not what the owner allows', () => {
    const busy = seeing({ game: 'Doom', gpuInUse: { a: true } });
    expect(found(busy, { asideForGames: false })).toEqual([]);
    expect(found(seeing({ fullScreen: 'mpv' }), { asideForFullScreen: false })).toEqual([]);
    expect(found(seeing({ isOnBattery: true }), { worksOnBattery: true })).toEqual([]);
    expect(found(seeing({ isMetered: true }), { worksOnMetered: true })).toEqual([]);
    expect(found(seeing({}, { powerWatts: 5000 }), { powerLimitWatts: null })).toEqual([]);
    expect(found(seeing({}, { loudGpuIds: ['a'] }), { fanLimitPercent: null })).toEqual([]);
    expect(found(seeing({}, { leftPerHour: -9 }), { leastPerHour: null })).toEqual([]);
  });

  it('is named by its program, where it has a name', () => {
    const [first] = found(seeing({ game: 'Doom' }));
    expect(first?.program).toBe('Doom');
    expect(found(seeing({ fullScreen: '' }))[0]?.program).toBeNull();
    expect(found(seeing({ programs: ['blender', 'doom'] }))[0]?.program).toBe('blender');
  });

  it('touches every GPU until one is seen in use, then only that one', () => {
    const play = { game: 'Doom', fullScreen: 'Doom', programs: ['Doom'] };
    expect(found(seeing(play)).map(({ gpuIds }) => gpuIds)).toEqual([null, null, null]);
    expect(found(seeing({ ...play, gpuInUse: { a: false } })).every(({ gpuIds }) => gpuIds === null)).toBe(true);
    const narrowed = found(seeing({ ...play, gpuInUse: { a: false, b: true } }));
    expect(causes(narrowed)).toEqual(['game', 'full_screen', 'program', 'gpu_in_use']);
    expect(narrowed.every(({ gpuIds }) => String(gpuIds) === 'b')).toBe(true);
  });

  it('touches a GPU that nobody can see into, as one is where a job of ours runs', () => {
    const [game] = found(seeing({ game: 'Doom', gpuInUse: { b: true } }));
    expect(game?.gpuIds?.toSorted()).toEqual(['a', 'b']);
  });

  it('is the whole PC where it is about no GPU, even while one is in use', () => {
    const sight = seeing({ isOnBattery: true, gpuInUse: { b: true } }, { seat: 'taken', powerWatts: 400 });
    const whole = found(sight).filter(({ gpuIds }) => gpuIds === null);
    expect(causes(whole)).toEqual(['seat', 'battery', 'power']);
  });

  it('counts input only in hours for when nobody is here, and only for as long as the owner said', () => {
    const inputAt = (lastInputMs: number, hour: OwnerSight['hour']) => causes(found(seeing({ lastInputMs }, { hour })));
    expect(inputAt(55 * minute + 1, 'away')).toEqual(['input']);
    expect(inputAt(55 * minute, 'away')).toEqual([]);
    expect(inputAt(60 * minute, 'work')).toEqual([]);
    expect(inputAt(60 * minute, 'never')).toEqual(['calendar']);
  });

  it('is noise of the loud GPUs alone, and no power while less of it is on its way', () => {
    const [noise] = found(seeing({}, { loudGpuIds: ['b'] }));
    expect(noise?.gpuIds).toEqual(['b']);
    expect(found(seeing({}, { powerWatts: 400, isEasingPower: true }))).toEqual([]);
  });

  it('lets power back in only a tenth below the cap', () => {
    const over = [held({ cause: 'power' })];
    const at = (powerWatts: number, before: StandAside[]) => found(seeing({}, { powerWatts }), {}, before).length > 0;
    expect([271, 300, 301].map((watts) => at(watts, []))).toEqual([false, false, true]);
    expect([270, 271, 300].map((watts) => at(watts, over))).toEqual([false, true, true]);
  });
});

describe('what stops work from now on', () => {
  it('stops at once, and stays since then', () => {
    const first = nextStandAside([], [game], rules, 100);
    expect(first).toEqual([{ ...game, since: 100, until: null }]);
    expect(nextStandAside(first, [{ ...game, gpuIds: ['b'] }], rules, 200)).toEqual([
      { ...game, gpuIds: ['b'], since: 100, until: null },
    ]);
  });

  it('does not take a loading screen for the end of a game', () => {
    const loading = nextStandAside([held()], [], rules, minute);
    expect(loading).toEqual([held({ until: 6 * minute })]);
    expect(nextStandAside(loading, [game], rules, minute + 8_000)).toEqual([held()]);
  });

  it('counts down from the last sign and then lets go', () => {
    let now = minute;
    let list = nextStandAside([held({ gpuIds: ['b'] })], [], rules, now);
    for (; now < 6 * minute; now += 1_000) {
      expect(list).toEqual([held({ gpuIds: ['b'], until: 6 * minute })]);
      list = nextStandAside(list, [], rules, now + 1_000);
    }
    expect(list).toEqual([]);
  });

  it.each<[StandAsideCause, number]>([
    ['seat', 0],
    ['calendar', 0],
    ['input', 0],
    ['battery', 30_000],
    ['metered', 30_000],
    ['power', minute],
    ['noise', 15 * minute],
    ['unprofitable', minute],
    ['game', 5 * minute],
    ['full_screen', 5 * minute],
    ['program', 5 * minute],
    ['gpu_in_use', 5 * minute],
  ])('keeps %s for %i ms beyond its sign', (cause, lingerMs) => {
    const gone = nextStandAside([held({ cause })], [], rules, 0);
    expect(gone.map(({ until }) => until)).toEqual(lingerMs === 0 ? [] : [lingerMs]);
  });

  it('keeps a PC idle no longer than the owner said when the clock is set back by an hour', () => {
    const waiting = nextStandAside([held()], [], rules, 100 * minute);
    const back = nextStandAside(waiting, [], rules, 41 * minute);
    expect(back.map(({ until }) => until)).toEqual([46 * minute]);
    expect(nextStandAside(back, [], rules, 46 * minute)).toEqual([]);
  });

  it('lets go when the clock is set forward, but not while the sign is there', () => {
    expect(nextStandAside([held({ until: 5 * minute })], [], rules, 65 * minute)).toEqual([]);
    expect(nextStandAside([held()], [game], rules, 65 * minute)).toEqual([held()]);
  });

  it('waits less from the moment the owner asks for less', () => {
    const [less] = nextStandAside([held({ until: 5 * minute })], [], { ...rules, comeBackMinutes: 1 }, 0);
    expect(less?.until).toBe(minute);
  });

  it.each<[StandAsideCause, Partial<OwnerRules>]>([
    ['game', { asideForGames: false }],
    ['gpu_in_use', { asideForGames: false }],
    ['full_screen', { asideForFullScreen: false }],
    ['program', { asideForPrograms: [] }],
    ['battery', { worksOnBattery: true }],
    ['metered', { worksOnMetered: true }],
    ['power', { powerLimitWatts: null }],
    ['noise', { fanLimitPercent: null }],
    ['unprofitable', { leastPerHour: null }],
  ])('lets go of %s at once when its rule is switched off', (cause, change) => {
    expect(nextStandAside([held({ cause })], [], rules, 0)).toHaveLength(1);
    expect(nextStandAside([held({ cause })], [], { ...rules, ...change }, 0)).toEqual([]);
  });

  it('names the gravest first, whether it is there or only lingers', () => {
    const before = [held({ until: 5 * minute })];
    const signs: Sign[] = (['unprofitable', 'battery', 'seat'] as const).map((cause) => ({ ...game, cause }));
    expect(causes(nextStandAside(before, signs, rules, 0))).toEqual(['seat', 'game', 'battery', 'unprofitable']);
    const all = standAsideCauses.map((cause): Sign => ({ ...game, cause }));
    const named = causes(nextStandAside([], all, rules, 0));
    expect([named[0], ...named.slice(-2)]).toEqual(['seat', 'calendar', 'unprofitable']);
  });

  it('joins two signs of one cause to all that they touch', () => {
    const both = (a: Sign['gpuIds'], b: Sign['gpuIds']) => {
      const signs = [a, b].map((gpuIds) => ({ ...game, gpuIds }));
      return nextStandAside([], signs, rules, 0).map(({ gpuIds }) => gpuIds);
    };
    expect(both(['b', 'a'], ['b', 'c'])).toEqual([['a', 'b', 'c']]);
    expect(both(['b'], null)).toEqual([null]);
  });

  it('holds for every sign while it is there, and for none once it is long gone, however the clock is set', () => {
    const anySigns = fc
      .uniqueArray(fc.constantFrom(...standAsideCauses))
      .map((list) => list.map((cause): Sign => ({ cause, program: null, gpuIds: null })));
    const anyStep = fc.record({ signs: anySigns, jumpMs: fc.integer({ min: -2 * 60 * minute, max: 60 * minute }) });
    const run = fc.property(
      fc.array(anyStep, { maxLength: 20 }),
      fc.integer({ min: 1, max: 120 }),
      (steps, minutes) => {
        const own = { ...rules, comeBackMinutes: minutes };
        let now = 1_000 * minute;
        let list: StandAside[] = [];
        for (const { signs, jumpMs } of steps) {
          now += jumpMs;
          list = nextStandAside(list, signs, own, now);
          const there = causes(list.filter(({ until }) => until === null));
          expect(there.toSorted()).toEqual(causes(signs).toSorted());
          expect(new Set(causes(list)).size).toBe(list.length);
        }
        // The clock may be set once more; from the first look after that, it takes no longer than this.
        for (const part of [0, 0.5, 1])
          list = nextStandAside(list, [], own, now - 90 * minute + part * Math.max(minutes, 15) * minute);
        expect(list).toEqual([]);
      },
    );
    fc.assert(run);
  });
});
