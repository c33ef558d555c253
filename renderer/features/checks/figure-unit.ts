/** The unit that fits a measured figure, and how many digits it is worth. Pure. */
import type { Figure } from '../../../shared/contract/app/checks.ts';

type RawUnit = Figure['unit'];
export type ShownUnit = Exclude<RawUnit, 'MB'> | 'TFLOPS' | 'TOPS' | 'GH/s' | 'Gbit/s' | 'MiB' | 'GiB';

const larger: Partial<Record<RawUnit, ShownUnit>> = {
  GFLOPS: 'TFLOPS',
  GOPS: 'TOPS',
  'MH/s': 'GH/s',
  'Mbit/s': 'Gbit/s',
};

export interface ShownFigure {
  unit: ShownUnit;
  /** What to divide a raw value of this figure by. */
  divisor: number;
}

const mebibyte = 1024 ** 2 / 1e6;

/**
 * From ten thousand on, the next unit: 12,400 GFLOPS reads as 12.4 TFLOPS. Memory is measured in millions of bytes and
 * shown in powers of 1,024. Seconds and bytes per second stay.
 *
 * @param largest of the figures that stand side by side, so that all get one unit
 */
export const shownAs = (unit: RawUnit, largest: number): ShownFigure => {
  if (unit === 'MB') {
    return largest / mebibyte >= 1000 ? { unit: 'GiB', divisor: mebibyte * 1024 } : { unit: 'MiB', divisor: mebibyte };
  }
  const next = larger[unit];
  return next && largest >= 10_000 ? { unit: next, divisor: 1000 } : { unit, divisor: 1 };
};

/** Digits after the point that keep three figures: 5.12, 51.2, 512. */
export const digitsFor = (value: number): number => {
  const size = Math.abs(value);
  if (size >= 100) return 0;
  return size >= 10 ? 1 : 2;
};

/** Units of which less is better. */
export const isTime = (unit: RawUnit): boolean => unit === 's' || unit === 'µs';
