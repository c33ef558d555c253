/** What a typed number becomes once it is set: inside its bounds, or what it was. Pure. */

export const committedNumber = (
  typed: number | string,
  { min, max, fallback }: { min: number; max: number; fallback: number },
): number => {
  const value = typeof typed === 'number' ? typed : Number.parseFloat(typed);
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
};

/** @returns null for an empty field, and for what is no number */
export const committedOptional = (
  typed: number | string,
  { min, max }: { min: number; max: number },
): number | null => {
  const text = String(typed).trim();
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? null : Math.min(max, Math.max(min, value));
};
