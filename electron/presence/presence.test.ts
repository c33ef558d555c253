import { describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../shared/log.ts';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { nothingSeen, type OwnerSigns } from './owner-signs.ts';
import { createPresence } from './presence.ts';
import type { SignSource } from './sign-source.ts';

/** A source that a test speaks through: it says, ends and fails as told. */
const createSpeaker = (name: string) => {
  let say: (change: Partial<OwnerSigns>) => void = () => undefined;
  let settle: { resolve: () => void; reject: (error: Error) => void } | null = null;
  let watches = 0;
  const source: SignSource = {
    name,
    watch: (report, signal) =>
      new Promise((resolve, reject) => {
        watches += 1;
        say = report;
        settle = { resolve, reject };
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  };
  return {
    source,
    say: (change: Partial<OwnerSigns>) => say(change),
    end: () => settle?.resolve(),
    fail: () => settle?.reject(new Error('gone')),
    watches: () => watches,
  };
};

const setUp = (log: Log = silentLog) => {
  const clock = createManualClock(0);
  const [x, bus] = [createSpeaker('x'), createSpeaker('bus')];
  const presence = createPresence({ clock, log, sources: [x.source, bus.source] });
  presence.start();
  return { clock, presence, x, bus };
};

describe('the watch over signs of the owner', () => {
  it('is one picture of all sources, each of which says only what changed', async () => {
    const { presence, x, bus } = setUp();
    expect(presence.signs.get()).toEqual(nothingSeen);
    x.say({ fullScreen: 'mpv' });
    x.say({ lastInputMs: 5 });
    bus.say({ isMetered: false });
    expect(presence.signs.get()).toEqual({ ...nothingSeen, fullScreen: 'mpv', lastInputMs: 5, isMetered: false });
    await presence.close();
  });

  it('tells of changes, not of what was said before', async () => {
    const { presence, x } = setUp();
    const heard: unknown[] = [];
    presence.signs.subscribe(({ gpuInUse }) => heard.push(gpuInUse));
    for (const a of [true, true, false, false]) x.say({ gpuInUse: { a } });
    expect(heard).toEqual([{ a: true }, { a: false }]);
    await presence.close();
  });

  it('no longer knows what a source said that failed or ended, and still hears the others', async () => {
    const { clock, presence, x, bus } = setUp();
    x.say({ game: 'Doom' });
    bus.say({ isMetered: true });
    x.fail();
    await clock.pass(0);
    expect(presence.signs.get()).toEqual({ ...nothingSeen, isMetered: true });
    bus.end();
    await clock.pass(0);
    expect(presence.signs.get()).toEqual(nothingSeen);
    await presence.close();
  });

  it('asks a source that is not there again after 5, 10, 20, 40 and then each 60 seconds', async () => {
    const { clock, presence, x } = setUp();
    const counts: number[] = [];
    for (const seconds of [5, 10, 20, 40, 60, 60]) {
      x.fail();
      await clock.pass(seconds * 1000 - 1);
      counts.push(x.watches());
      await clock.pass(1);
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 6]);
    expect(x.watches()).toBe(7);
    await presence.close();
  });

  it('is soon back with a source that had been there', async () => {
    const { clock, presence, x } = setUp();
    for (const seconds of [5, 10]) {
      x.fail();
      await clock.pass(seconds * 1000);
    }
    x.say({ game: '' });
    x.fail();
    await clock.pass(5_000);
    expect(x.watches()).toBe(4);
    x.say({ game: 'Doom' });
    expect(presence.signs.get().game).toBe('Doom');
    await presence.close();
  });

  it('writes down that a sign was lost, not that there never was one', async () => {
    const lost: unknown[] = [];
    const { clock, presence, x, bus } = setUp({
      ...silentLog,
      warn: (event, facts) => lost.push([event, facts?.source]),
    });
    bus.fail();
    x.say({ game: false });
    x.fail();
    await clock.pass(0);
    expect(lost).toEqual([['owner_sign_lost', 'x']]);
    await clock.pass(5_000);
    x.say({ game: false });
    await presence.close();
    expect(lost).toHaveLength(1);
  });

  it('watches each source once, however often it is started, and none after it was closed', async () => {
    const { clock, presence, x } = setUp();
    presence.start();
    await clock.pass(0);
    expect(x.watches()).toBe(1);
    await presence.close();
    presence.start();
    await clock.pass(60_000);
    expect(x.watches()).toBe(1);
    expect(clock.sleeping()).toBe(0);
  });

  it('is closed once every source has let go', async () => {
    const clock = createManualClock(0);
    const source: SignSource = {
      name: 'slow',
      watch: (_report, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => void clock.sleep(100).then(resolve), { once: true });
        }),
    };
    const presence = createPresence({ clock, log: silentLog, sources: [source] });
    presence.start();
    let isClosed = false;
    const closing = presence.close().then(() => {
      isClosed = true;
    });
    await clock.pass(99);
    expect(isClosed).toBe(false);
    await clock.pass(1);
    await closing;
  });

  it('closes while a source waits for its next try', async () => {
    const { clock, presence, x } = setUp();
    x.fail();
    await clock.pass(0);
    await presence.close();
    expect(clock.sleeping()).toBe(0);
  });
});
