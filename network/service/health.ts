/**
 * Whether this process can serve: whether its database answers, whether somebody leads, and whether the other processes
 * hear it. It names no device, and no place of the database.
 */
import type { Network } from './network.ts';

export interface Health {
  /**
   * `degraded`: devices are served, but hours wait for a leader, or what concerns other processes' devices for their next
   * look. `down`: the database does not answer.
   */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly database: 'reachable' | 'unreachable';
  /** `none`: this process was started without one. */
  readonly bus: 'none' | 'connected' | 'away';
  /** null: nobody leads, or nobody can tell. */
  readonly leader: { readonly isThisProcess: boolean; readonly ledMs: number; readonly silentMs: number } | null;
}

const answerWithinMs = 2_000;

const busOf = ({ bus }: Pick<Network, 'bus'>): Health['bus'] => {
  const { isConnected } = bus.standing();
  if (isConnected === null) return 'none';
  return isConnected ? 'connected' : 'away';
};

export const healthOf = async (network: Pick<Network, 'clock' | 'log' | 'processes' | 'bus'>): Promise<Health> => {
  const { clock, log, processes } = network;
  const bus = busOf(network);
  const down: Health = { status: 'down', database: 'unreachable', bus, leader: null };
  const answered = new AbortController();
  const ask = async (): Promise<Health> => {
    const leading = await processes.leading(clock.now());
    if (leading === null || leading.isGone) return { status: 'degraded', database: 'reachable', bus, leader: null };
    const { isThisProcess, ledMs, silentMs } = leading;
    const leader = { isThisProcess, ledMs, silentMs };
    return { status: bus === 'away' ? 'degraded' : 'ok', database: 'reachable', bus, leader };
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
