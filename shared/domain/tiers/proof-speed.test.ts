import { describe, expect, it } from 'vitest';
import { proofSpeedBps } from './proof-speed.ts';

const deadlines = { fillDeadlineMs: 6_000, walkDeadlineMs: 3_000 };

describe('the speed of a proof', () => {
  it.each([
    ['as fast as the reference', 4_000, 2_000, 10_000],
    ['faster counts no more', 100, 50, 10_000],
    ['half as fast', 8_000, 4_000, 5_000],
    ['at the very deadline', 6_000, 3_000, 6_666],
  ])('%s', (_what, fillMs, walkMs, bps) => expect(proofSpeedBps({ ...deadlines, fillMs, walkMs })).toBe(bps));
});
