/**
 * How long a job has run, by a clock that nobody can set. What was before this process watched the job is known only
 * from the times of day in the journal; from then on a system clock that is set moves neither the job's end nor its pay.
 */
import type { Clock } from '../../shared/units/time.ts';
import type { Container } from '../docker/container.ts';
import { frozenMsOf, type JobRecord } from './job-machine.ts';

export interface JobTime {
  /** Counts from the first call on, and answers how long it has run until now. */
  usedMs(record: Pick<JobRecord, 'startedAt' | 'frozenAt' | 'frozenMs'>): number;
  freeze(): void;
  thaw(): void;
  /** @param byTimesOfDay as the engine's times of day have it; believed unless the clock was set meanwhile */
  judge(byTimesOfDay: number): number;
}

/** The end is noticed within seconds; what is further apart than this is a clock that was set. */
const mostApartMs = 60_000;

/** @returns milliseconds that a container ran by the engine's times of day, without its freezing; may be negative */
export const ranByTimesOfDay = (
  { startedAt, endedAt }: Pick<Container, 'startedAt' | 'endedAt'>,
  record: Pick<JobRecord, 'frozenAt' | 'frozenMs'>,
  now: number,
): number => {
  const tookMs = startedAt !== null && endedAt !== null ? endedAt - startedAt : 0;
  return tookMs - frozenMsOf(record, endedAt ?? now);
};

export const createJobTime = (clock: Clock): JobTime => {
  let since: { usedMs: number; atMs: number } | null = null;
  let frozenSinceMs: number | null = null;
  let frozenMs = 0;

  const countedMs = ({ usedMs, atMs }: { usedMs: number; atMs: number }): number => {
    const nowMs = clock.monotonic();
    return usedMs + nowMs - atMs - frozenMs - (frozenSinceMs === null ? 0 : nowMs - frozenSinceMs);
  };

  return {
    usedMs: (record) => {
      const now = clock.now();
      const before = now - (record.startedAt ?? now) - frozenMsOf(record, now);
      since ??= { usedMs: Math.max(0, before), atMs: clock.monotonic() };
      return countedMs(since);
    },
    freeze: () => {
      if (since !== null) frozenSinceMs ??= clock.monotonic();
    },
    thaw: () => {
      if (frozenSinceMs !== null) frozenMs += clock.monotonic() - frozenSinceMs;
      frozenSinceMs = null;
    },
    judge: (byTimesOfDay) => {
      const counted = since === null ? byTimesOfDay : countedMs(since);
      return Math.abs(counted - byTimesOfDay) > mostApartMs ? counted : byTimesOfDay;
    },
  };
};
