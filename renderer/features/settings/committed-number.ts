/** What a typed number becomes once it is set: inside its bounds, or what it was. Pure. */

export const committedNumber = (
  typed: number | string,
  { min, max, fallback }: { min: number; max: number; fallback: number },
): number => {
  const value = typeof typed === 'number' ? typed : Number.parseFloat(typed);
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
};
