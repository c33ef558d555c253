/**
 * Marks the minutes in which devices, and the network itself, were there. Marks gather in memory and are written in
 * batches; a crash loses the marks since the last write, never one that was written.
 *
 * The rule: from a heartbeat on, a device that reports ready or hired is present as long as its connection is open, up to
 * one and a half heartbeat intervals after its last heartbeat. A mark never reaches back into an hour that has ended.
 */
import { sql } from 'kysely';
import {
  heartbeatIntervalMs,
  type MinuteMask,
  minutesBetween,
  noMinutes,
  presenceHoldsMs,
} from '../../../shared/domain/presence/minutes.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { inChunks } from '../../store/chunks.ts';
import type { Database } from '../../store/open-store.ts';
import { givenRows } from '../../store/rows.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Session, Sessions } from './sessions.ts';

export interface OpenHour {
  readonly number: number;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  readonly hourMs: number;
}

export interface Presence {
  /** Sets the hour that marks go to, and first marks everyone up to its start in the hour before. It never goes back. */
  enter(hour: OpenHour): void;
  /** Marks everyone who is present, from the last marking until now. Call it at least every heartbeat interval. */
  mark(now: EpochMs): void;
  /** To be called before a session's state or its last heartbeat changes, so that the time until then counts as it was. */
  settle(session: Session, now: EpochMs): void;
  /** Adds what is new to the tables. */
  write(): Promise<void>;
}

/** A longer gap between two markings means that the network slept, and that nobody could be present meanwhile. */
const longestGapMs = (hourMs: number): number => heartbeatIntervalMs(hourMs) * 3;

/** Of one statement. */
const marksAtOnce = 5_000;

interface HourMarks {
  readonly hour: OpenHour;
  served: MinuteMask;
  isServedWritten: boolean;
  readonly marks: Map<string, MinuteMask>;
  readonly unwritten: Set<string>;
}

/** In which a device was there. */
interface PresentSpan {
  readonly deviceId: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const startMarks = (hour: OpenHour): HourMarks => ({
  hour,
  served: noMinutes,
  isServedWritten: true,
  marks: new Map(),
  unwritten: new Set(),
});

/** @returns whether the hour is in the tables, so that what was served of it could be written */
const writeMarks = async (
  trx: Trx,
  { hour, served, marks }: HourMarks,
  deviceIds: readonly string[],
): Promise<boolean> => {
  for (const some of inChunks(deviceIds, marksAtOnce)) {
    const rows = some.map((device) => ({ device, mask: String(marks.get(device) ?? noMinutes) }));
    await sql`insert into presence (device_id, epoch, minute_mask)
      select device, ${hour.number}::int8, mask from ${givenRows(rows, { device: 'text', mask: 'numeric' })}
      on conflict (device_id, epoch)
      do update set minute_mask = (presence.minute_mask::int8 | excluded.minute_mask::int8)::numeric`.execute(trx);
  }
  const { rows } = await sql`update epochs set served_mask = (served_mask::int8 | ${served.toString()}::int8)::numeric
    where number = ${hour.number} returning number`.execute(trx);
  return rows.length > 0;
};

export const createPresence = (db: Database, sessions: Sessions): Presence => {
  let current: HourMarks | null = null;
  const ended: HourMarks[] = [];
  let markedAt: EpochMs | null = null;
  /** Until when a session's time has been marked. */
  const settledAt = new WeakMap<Session, EpochMs>();
  /** Time that was settled and belongs to hours that are not entered yet. */
  let ahead: PresentSpan[] = [];

  /** Marks what of a span is in the hour, and keeps what is after it. */
  const markSpan = ({ hour, marks, unwritten }: HourMarks, span: PresentSpan): void => {
    if (span.to >= hour.endsAt) ahead.push({ ...span, from: Math.max(span.from, hour.endsAt) });
    const before = marks.get(span.deviceId) ?? noMinutes;
    const after = before | minutesBetween(span, hour);
    if (after === before) return;
    marks.set(span.deviceId, after);
    unwritten.add(span.deviceId);
  };

  const settle = (session: Session, now: EpochMs): void => {
    if (current === null || session.lastHeartbeatAt === null) return;
    const { deviceId, state, lastHeartbeatAt } = session;
    const from = settledAt.get(session) ?? lastHeartbeatAt;
    if (now < from) return;
    settledAt.set(session, now);
    if (state === null || state === 'paused') return;
    const to = Math.min(now, lastHeartbeatAt + presenceHoldsMs(current.hour.hourMs));
    if (to >= from) markSpan(current, { deviceId, from, to });
  };

  const mark = (now: EpochMs): void => {
    for (const session of sessions.all()) settle(session, now);
    if (current === null) return;
    const isGap = markedAt === null || now - markedAt > longestGapMs(current.hour.hourMs);
    const from = isGap ? now : (markedAt ?? now);
    // After a gap the hours up to now were not served; up to an hour's end the next one goes on from there.
    markedAt = Math.max(markedAt ?? 0, isGap ? now : Math.min(now, current.hour.endsAt));
    const served = current.served | minutesBetween({ from, to: now }, current.hour);
    if (served === current.served) return;
    current.served = served;
    current.isServedWritten = false;
  };

  const writeHour = async (hour: HourMarks): Promise<void> => {
    if (hour.isServedWritten && hour.unwritten.size === 0) return;
    // In one order, so that processes that write the same devices wait for each other and no more.
    const deviceIds = [...hour.unwritten].toSorted();
    hour.unwritten.clear();
    hour.isServedWritten = true;
    try {
      const isThere = await inTransaction(db, (trx) => writeMarks(trx, hour, deviceIds));
      // An hour that was entered before it was opened is written once it is.
      if (!isThere) hour.isServedWritten = false;
    } catch (error) {
      for (const deviceId of deviceIds) hour.unwritten.add(deviceId);
      hour.isServedWritten = false;
      throw error;
    }
  };

  const writeAll = async (): Promise<void> => {
    while (ended[0] !== undefined) {
      await writeHour(ended[0]);
      ended.shift();
    }
    if (current !== null) await writeHour(current);
  };
  /** One at a time, so that what is said to be written is written, and no ended hour is taken off twice. */
  let writing: Promise<void> = Promise.resolve();

  return {
    enter: (hour) => {
      if (current !== null) {
        if (hour.number <= current.hour.number) return;
        mark(hour.startsAt);
        ended.push(current);
      }
      current = startMarks(hour);
      const spans = ahead;
      ahead = [];
      for (const span of spans) markSpan(current, span);
    },
    mark,
    settle,
    write: () => {
      writing = writing.catch(() => undefined).then(writeAll);
      return writing;
    },
  };
};
