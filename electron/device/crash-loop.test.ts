import { expect, it } from 'vitest';
import { waitAfter } from './crash-loop.ts';

it.each([
  [0, 0],
  [2, 0],
  [3, 30_000],
  [4, 60_000],
  [7, 480_000],
  [8, 900_000],
  [10_000, 900_000],
])('waits after %i starts that did not last for %i ms', (failed, waitMs) => expect(waitAfter(failed)).toBe(waitMs));
