/** A month on the real service with a hobbyist, a café of eight rigs and two supporters, to the last base unit. */
import { expect, it } from 'vitest';
import { image } from './market-bench.ts';
import { playMonth } from './month/play-month.ts';

it('keeps its books over a month of 720 hours', async () => {
  const { hours, paid, billed } = await playMonth(720, { vouchedImages: [image] });
  expect(hours).toBeGreaterThanOrEqual(720);
  expect(paid).toBeGreaterThan(0n);
  expect(billed).toBeGreaterThan(0n);
}, 7_200_000);
