/**
 * Whether this process can serve: whether its database answers, and whether somebody leads. It names no device, and no
 * place of the database.
 */
import type { Network } from './network.ts';

export interface Health {
  /** `degraded`: devices are served, but hours wait for a leader. `down`: the database does not answer. */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly database: 'reachable' | 'unreachable';
  /** null: nobody leads, or nobody can tell. */
  readonly leader: { readonly isThisProcess: boolean; readonly ledMs: number; readonly silentMs: number } | null;
}

const answerWithinMs = 2_000;
const down: Health = { status: 'down', database: 'unreachable', leader: null };

export const healthOf = async ({
  clock,
  log,
  processes,
}: Pick<Network, 'clock' | 'log' | 'processes'>): Promise<Health> => {
  const answered = new AbortController();
  const ask = async (): Promise<Health> => {
    const leading = await processes.leading(clock.now());
    if (leading === null || leading.isGone) return { status: 'degraded', database: 'reachable', leader: null };
    const { isThisProcess, ledMs, silentMs } = leading;
    return { status: 'ok', database: 'reachable', leader: { isThisProcess, ledMs, silentMs } };
  };
  const late = async (): Promise<Health> => {
    await clock.sleep(answerWithinMs, answered.signal).catch(() => undefined);
    return down;
  };
  try {
    return await Promise.race([ask(), late()]);
  } catch (error) {
    log.warn('database_away', { error: String(error) });
    return down;
  } finally {
    answered.abort();
  }
};
