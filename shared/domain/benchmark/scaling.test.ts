import { expect, it } from 'vitest';
import { scalingEfficiency } from './scaling.ts';

it.each([
  [5, 5, 1, 1],
  [5, 40, 8, 1],
  [5, 44, 16, 0.55],
])('from %d alone and %d by all %i threads is %d', (single, all, threads, efficiency) =>
  expect(scalingEfficiency(single, all, threads)).toBeCloseTo(efficiency, 10),
);
