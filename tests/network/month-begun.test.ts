/** The first 24 hours of the month that `month.test.ts` lives through whole. */
import { expect, it } from 'vitest';
import { image } from './market-bench.ts';
import { playMonth } from './month/play-month.ts';

it('keeps its books over the first hours of a month', async () => {
  const { hours, billed } = await playMonth(24, { vouchedImages: [image] });
  expect(hours).toBeGreaterThanOrEqual(24);
  expect(billed).toBeGreaterThan(0n);
}, 600_000);
