/** What a benchmark ends with, unless it throws WrongOutput or GpuFault. */
import type { Figure } from '../../../shared/contract/app/checks.ts';
import type { Measurement } from '../messages.ts';
import { figureOf, type Rates } from '../windows.ts';

/** @param rates verified, in `unit` */
export const passed = (rates: Rates, unit: Figure['unit']): Measurement => ({
  verdict: 'passed',
  figure: figureOf(rates, unit),
  coverage: null,
  detail: null,
});

/** @param missing what the device or its driver does not have */
export const notOffered = (missing: string): Measurement => ({
  verdict: 'not_offered',
  figure: null,
  coverage: null,
  detail: missing,
});
