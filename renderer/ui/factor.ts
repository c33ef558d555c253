/** Writes a factor with a fixed number of decimals, `1.05`, so that factors under each other line up. */
import type { Formats } from '../app/formats.ts';

/** One bps as base units of an amount: the formats of amounts are the ones with fixed decimals. */
const unitsPerBps = 10_000n;

/** @param bps the factor in hundredths of a percent: 10,500 is 1.05 */
export const factorFigure = (formats: Pick<Formats, 'coinFigure'>, bps: number, places: 2 | 4): string =>
  formats.coinFigure(BigInt(bps) * unitsPerBps, { places });
