/** What a test that tries a fault has measured, kept for `npm run faults`; says nothing anywhere else. */
import { appendFileSync } from 'node:fs';
import { faultReportVariable, type Testimony } from '../../scripts/faults/testimony.ts';

/**
 * To be called at the end of the test, after what it asserts.
 *
 * @param fault number in the table of 25
 */
export const tells = (fault: number, told: Omit<Testimony, 'fault'>): void => {
  const path = process.env[faultReportVariable];
  if (path !== undefined) appendFileSync(path, `${JSON.stringify({ fault, ...told } satisfies Testimony)}\n`);
};

/** Stops a time. @returns what has passed since, such as `1.2 s` */
export const stopwatch = (): (() => string) => {
  const startedAt = performance.now();
  return () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
};
