/**
 * The leader's seat as a lock of PostgreSQL's, held by a connection of its own. When that connection ends, for whatever
 * reason, the seat is free; a process that stands still loses it too, because the server ends a connection that is silent.
 */
import type { Client } from 'pg';
import type { Log } from '../../shared/log.ts';
import type { LeaderSeat } from './leader-seat.ts';

/** Any number that nothing else in the database takes as a lock. */
const seatLock = 5_071_202;
const pingEveryMs = 3_000;
/** The holder gives up before the server takes it: the ping's wait and its limit together are shorter. */
const pingWithinMs = 5_000;
const silentWithinMs = 15_000;

interface Line {
  readonly client: Client;
  holds: boolean;
  timer: NodeJS.Timeout | null;
}

/** @param newClient  one that is not connected yet */
export const databaseSeat = (newClient: () => Client, log: Log): LeaderSeat => {
  let line: Line | null = null;

  const drop = (lost: Line): void => {
    if (line === lost) line = null;
    if (lost.timer !== null) clearInterval(lost.timer);
    if (lost.holds) log.warn('lead_lost');
    lost.holds = false;
    lost.client.end().catch(() => undefined);
  };

  const ask = async <Row>(asked: Line, text: string): Promise<Row | undefined> => {
    const { rows } = await asked.client.query({ text, query_timeout: pingWithinMs } as { text: string });
    return rows[0] as Row | undefined;
  };

  const connect = async (): Promise<Line> => {
    const fresh: Line = { client: newClient(), holds: false, timer: null };
    fresh.client.on('error', () => drop(fresh));
    fresh.client.on('end', () => drop(fresh));
    await fresh.client.connect();
    return fresh;
  };

  const hold = async (asked: Line): Promise<boolean> => {
    if (asked.holds) {
      await ask(asked, 'select 1');
      return asked.holds;
    }
    const got = await ask<{ has: boolean }>(asked, `select pg_try_advisory_lock(${seatLock}) as has`);
    if (got?.has !== true) return false;
    await ask(asked, `set idle_session_timeout = ${silentWithinMs}`);
    asked.holds = true;
    asked.timer = setInterval(() => void ask(asked, 'select 1').catch(() => drop(asked)), pingEveryMs).unref();
    log.info('lead_taken');
    return true;
  };

  return {
    take: async () => {
      try {
        line ??= await connect();
        return await hold(line);
      } catch (error) {
        log.warn('lead_not_asked', { detail: error instanceof Error ? error.message : String(error) });
        if (line !== null) drop(line);
        return false;
      }
    },
    leave: async () => {
      const left = line;
      line = null;
      if (left === null) return;
      if (left.timer !== null) clearInterval(left.timer);
      left.holds = false;
      await left.client.end().catch(() => undefined);
    },
  };
};
