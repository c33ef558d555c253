import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../../tests/fakes/manual-clock.ts';
import { createTraffic } from './traffic.ts';

const pass = async (traffic: ReturnType<typeof createTraffic>, ...sizes: number[]): Promise<number> => {
  let passed = 0;
  await pipeline(
    Readable.from(sizes.map((size) => Buffer.alloc(size))),
    traffic.meter(),
    async (source: AsyncIterable<Buffer>) => {
      for await (const chunk of source) passed += chunk.length;
    },
  ).catch(() => {});
  return passed;
};

const openTraffic = (change: Partial<Parameters<typeof createTraffic>[0]> = {}) => {
  const kept: number[] = [];
  const clock = createManualClock(0);
  let usedUp = 0;
  const traffic = createTraffic({
    ...{ clock, mostBytes: 10 * 2 ** 20, usedBytes: 0, bytesPerSecond: () => null, keep: (bytes) => kept.push(bytes) },
    onUsedUp: () => {
      usedUp += 1;
    },
    ...change,
  });
  return { traffic, kept, clock, usedUp: () => usedUp };
};

describe('traffic', () => {
  it('is written down before it passes, and exactly at the end', async () => {
    const { traffic, kept } = openTraffic();
    expect(await pass(traffic, 1000, 2000)).toBe(3000);
    expect(kept).toEqual([2 ** 20 + 1000]);
    traffic.close();
    expect(kept.at(-1)).toBe(3000);
  });

  it('ends with the budget, of which what was kept before is gone', async () => {
    const { traffic, usedUp, kept } = openTraffic({ mostBytes: 5000, usedBytes: 3000 });
    expect(await pass(traffic, 1000)).toBe(1000);
    expect(await pass(traffic, 1001)).toBe(0);
    expect(await pass(traffic, 1)).toBe(0);
    expect([traffic.isUsedUp(), usedUp(), Math.max(...kept)]).toEqual([true, 1, 5000]);
  });

  it('does not pass what cannot be written down', async () => {
    const { traffic } = openTraffic({
      keep: () => {
        throw new Error('disk full');
      },
    });
    expect(await pass(traffic, 1000)).toBe(0);
    expect(await pass(traffic, 1000)).toBe(0);
    expect(traffic.usedBytes()).toBe(0);
  });

  it('waits so that a second carries no more than the owner’s rate', async () => {
    const { traffic, clock } = openTraffic({ bytesPerSecond: () => 1000 });
    let passed = 0;
    const passing = pass(traffic, 1000, 1000, 1000).then((bytes) => {
      passed = bytes;
    });
    await clock.pass(2000);
    expect(passed).toBe(0);
    for (let step = 0; step < 3; step += 1) await clock.pass(1000);
    await passing;
    expect(passed).toBe(3000);
  });
});
