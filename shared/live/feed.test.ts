import { describe, expect, it } from 'vitest';
import { createCell } from './cell.ts';
import { createFeed, createMirror, type FeedMessage } from './feed.ts';

interface Weather {
  rain: number;
  wind: string;
}

const setUp = () => {
  const rain = createCell(0);
  const wind = createCell('north');
  const feed = createFeed<Weather>({ rain, wind });
  const mirror = createMirror<Weather>();
  const sent: FeedMessage<Weather>[] = [];
  feed.subscribe((message) => sent.push(message));
  return { rain, wind, feed, mirror, sent };
};

describe('live state', () => {
  it('keeps a mirror equal to the cells', () => {
    const { rain, wind, feed, mirror, sent } = setUp();
    mirror.apply(feed.snapshot());
    rain.set(3);
    wind.set('west');
    for (const message of sent) expect(mirror.apply(message)).toBe('applied');
    expect(mirror.state()).toEqual({ rain: 3, wind: 'west' });
  });

  it('loses nothing that changes between subscribing and the snapshot', () => {
    const { rain, feed, mirror, sent } = setUp();
    rain.set(1);
    mirror.apply(feed.snapshot());
    rain.set(2);
    expect(sent.map((message) => mirror.apply(message))).toEqual(['ignored', 'applied']);
    expect(mirror.state()?.rain).toBe(2);
  });

  it('reports a gap, before a snapshot and after a lost message', () => {
    const { rain, feed, mirror, sent } = setUp();
    rain.set(1);
    expect(sent.map((message) => mirror.apply(message))).toEqual(['gap']);
    mirror.apply(feed.snapshot());
    rain.set(2);
    rain.set(3);
    const last = sent.at(-1);
    expect(last && mirror.apply(last)).toBe('gap');
  });

  it('says nothing when a value is set to what it was', () => {
    const { rain, sent } = setUp();
    rain.set(0);
    expect(sent).toEqual([]);
  });
});
