/** Which minutes of a network hour counted, which were missed, and until when the hour can still count. Pure. */

export interface HourMinutes {
  /** Minutes so far, oldest first; each a 60th of the network hour. */
  minutes: readonly ('counted' | 'missed')[];
  /** Minutes that must count for the hour to count. */
  minutesNeeded: number;
}

export type MinuteKind = 'counted' | 'missed' | 'spare' | 'needed';

export interface HourStripCells {
  /** `spare`: may still be missed; `needed`: must count. */
  cells: { minute: number; kind: MinuteKind }[];
  counted: number;
  missed: number;
  /** Minutes that may still pass before work must be back; null: the hour cannot count any more. */
  left: number | null;
  /** 0..60 along the hour. */
  nowAt: number;
  /** 0..60; null: too late. */
  lastSafeAt: number | null;
}

export const minutesInHour = 60;

export const hourStripCells = ({ minutes, minutesNeeded }: HourMinutes): HourStripCells => {
  const past = minutes.slice(0, minutesInHour);
  const counted = past.filter((minute) => minute === 'counted').length;
  const missed = past.length - counted;
  const nowAt = past.length;
  const stillNeeded = Math.max(0, minutesNeeded - counted);
  const spare = minutesInHour - nowAt - stillNeeded;
  const left = spare < 0 ? null : spare;
  const kindOf = (minute: number): MinuteKind =>
    past[minute] ?? (left !== null && minute < nowAt + left ? 'spare' : 'needed');
  return {
    cells: Array.from({ length: minutesInHour }, (_, minute) => ({ minute, kind: kindOf(minute) })),
    counted,
    missed,
    left,
    nowAt,
    lastSafeAt: left === null ? null : nowAt + left,
  };
};
