import { describe, expect, it } from 'vitest';
import type { AppState } from '../../shared/contract/app/index.ts';
import { defaultSettings } from '../../shared/contract/app/settings.ts';
import { createCell } from '../../shared/live/cell.ts';
import { createFeed, createMirror, type Topics } from '../../shared/live/feed.ts';
import { watchFeed } from './live.ts';

const setUp = () => {
  const checks = createCell<AppState['checks']>({ run: null });
  const worker = createCell<AppState['worker']>({ jobs: [] });
  const settings = createCell(defaultSettings);
  const topics = { checks, worker, settings } as unknown as Topics<AppState>;
  return { settings, feed: createFeed<AppState>(topics) };
};

describe('watching the live state', () => {
  it('ends at once when the face goes away, even with nothing to say', async () => {
    const { feed } = setUp();
    const gone = new AbortController();
    const watch = watchFeed(feed, gone.signal);
    await watch.next();
    const waiting = watch.next();
    gone.abort();
    expect((await waiting).done).toBe(true);
  });

  it('brings a face that fell far behind back to the truth with a snapshot', async () => {
    const { feed, settings } = setUp();
    const watch = watchFeed(feed, undefined);
    const mirror = createMirror<AppState>();
    mirror.apply((await watch.next()).value);
    for (let n = 50; n < 2000; n += 1) settings.set({ ...defaultSettings, temperatureLimitCelsius: n });
    let last = '';
    while (mirror.state()?.settings.temperatureLimitCelsius !== 1999) {
      const { value } = await watch.next();
      last = mirror.apply(value);
      expect(last).not.toBe('gap');
    }
    await watch.return(undefined);
    expect(last).toBe('applied');
  });
});
