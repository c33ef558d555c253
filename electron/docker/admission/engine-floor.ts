/**
 * Which engine versions a stranger's job may run on. Pure. A number alone misleads: distributions change the code and
 * keep the number, so a version with any suffix counts only when somebody has reviewed exactly that build.
 */

/**
 * The lowest Docker Engine without a known way out of a container: 29.7.0 mends CVE-2026-17106 (tar extraction) and
 * carries the fixes before it. As of 2026-11.
 */
export const engineFloor = '29.7.0';

/** Builds with a suffix or a lower number of which the fixes were checked one by one, as the engine spells them. */
const reviewedVersions: readonly string[] = [];

/**
 * - `sound`: at the floor or above, or reviewed
 * - `below_floor`: the number is lower
 * - `unreviewed`: not a plain release number
 */
export type EngineVerdict = 'sound' | 'below_floor' | 'unreviewed';

const releasePattern = /^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})(.*)$/s;

const numbersOf = (version: string): number[] | null => {
  const match = releasePattern.exec(version);
  return match ? match.slice(1, 4).map(Number) : null;
};

const isLower = (a: readonly number[], b: readonly number[]): boolean => {
  const different = a.findIndex((part, index) => part !== b[index]);
  return different >= 0 && (a[different] ?? 0) < (b[different] ?? 0);
};

/** @param version as `/version` reports it; null when the engine did not say */
export const engineVerdict = (
  version: string | null,
  floor: string = engineFloor,
  reviewed: readonly string[] = reviewedVersions,
): EngineVerdict => {
  if (version === null) return 'unreviewed';
  if (reviewed.includes(version)) return 'sound';
  const numbers = numbersOf(version);
  if (numbers === null) return 'unreviewed';
  if (isLower(numbers, numbersOf(floor) ?? [])) return 'below_floor';
  return version === numbers.join('.') ? 'sound' : 'unreviewed';
};
