/** Lengths of time as people type them. */

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads `20s`, `1.5m`, `1h`, `500ms`. @returns whole milliseconds; null when it is none of these or not above 0 */
export const parseDuration = (text: string): number | null => {
  const match = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  const ms = match ? Math.round(Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0)) : 0;
  return ms > 0 ? ms : null;
};
