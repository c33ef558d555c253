import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createX11Source } from '../../electron/presence/linux/x11/source.ts';
import type { OwnerSigns } from '../../electron/presence/owner-signs.ts';
import { startScreen, type TestScreen } from '../../scripts/provision/screen.ts';
import { until } from '../docker/real-engine.ts';

describe.skipIf(process.platform !== 'linux')('a real X server', () => {
  let screen: TestScreen;
  let seen: Partial<OwnerSigns> = {};
  let watching: Promise<void>;
  let stop = new AbortController();

  beforeAll(async () => {
    screen = await startScreen();
  });
  afterAll(() => screen.close());
  beforeEach(async () => {
    seen = {};
    stop = new AbortController();
    const source = createX11Source(systemClock, { DISPLAY: screen.display });
    watching = source.watch((change) => Object.assign(seen, change), stop.signal).catch(() => undefined);
    await until(() => seen.fullScreen === false, 'the first look');
  });
  afterEach(async () => {
    stop.abort();
    await watching;
  });

  it('shows a window that says it fills the screen, by its own event, and that it went', async () => {
    const window = await screen.open({ program: 'Factorio' });
    await window.setState('FULLSCREEN');
    await until(() => seen.fullScreen === 'Factorio', 'full screen');
    await window.close();
    await until(() => seen.fullScreen === false, 'the end of it');
  });

  it('takes no minimised window for a game that is played', async () => {
    const window = await screen.open({ program: 'Factorio' });
    await window.setState('FULLSCREEN', 'HIDDEN');
    await systemClock.sleep(700);
    expect(seen.fullScreen).toBe(false);
    await window.setState('FULLSCREEN');
    await until(() => seen.fullScreen === 'Factorio', 'back on the screen');
    await window.close();
  });

  it('sees a game without a window manager by its size and the focus', async () => {
    const window = await screen.open({ program: 'Bare', width: 800, height: 600, isListed: false });
    await until(() => seen.fullScreen === 'Bare', 'the bare window');
    await window.close();
    await until(() => seen.fullScreen === false, 'the end of it');
  });

  it('is not moved by a window that is only large', async () => {
    const window = await screen.open({ program: 'Editor', width: 790, height: 590 });
    await systemClock.sleep(700);
    expect(seen.fullScreen).toBe(false);
    await window.close();
  });

  it('knows when a key was pressed last', async () => {
    await systemClock.sleep(600);
    const before = systemClock.monotonic();
    await screen.pressKey();
    await until(() => (seen.lastInputMs ?? 0) >= before - 50, 'the key');
    expect(Math.abs((seen.lastInputMs ?? 0) - before)).toBeLessThan(2_000);
  });
});

it.each([':65000', 'localhost:10.0', '/tmp/x', ':-1'])(
  'is no source at %s, which is no screen here',
  async (DISPLAY) => {
    const source = createX11Source(systemClock, { DISPLAY });
    await expect(source.watch(() => undefined, new AbortController().signal)).rejects.toThrow();
  },
);
