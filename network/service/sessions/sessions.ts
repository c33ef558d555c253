/**
 * The devices that are connected now, one session each, and the events that wait for them. It knows nothing of
 * WebSockets and keeps nothing on disk: after a restart every device connects anew.
 */
import type { SessionEvent } from '../../../shared/contract/network/session.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Mailbox } from './mailbox.ts';
import type { RoundTrips } from './round-trips.ts';

export type ReportedState = 'ready' | 'hired' | 'paused';

export interface Session {
  readonly deviceId: string;
  readonly sessionId: string;
  readonly startedAt: EpochMs;
  /** What the last heartbeat said; null before the first. */
  state: ReportedState | null;
  lastHeartbeatAt: EpochMs | null;
  /** Number of the last heartbeat. */
  seq: number;
  /** Somebody reads the mailbox. */
  isListening: boolean;
  readonly mailbox: Mailbox<SessionEvent>;
  /** The way to it while it proves. */
  readonly roundTrips: RoundTrips;
}

export interface Sessions {
  /** A device has one session: an older one is ended. */
  begin(session: Session, end: () => void): void;
  end(session: Session): void;
  /** Closes the connection of a device that may no longer speak. */
  endOf(deviceId: string): void;
  of(deviceId: string): Session | null;
  all(): Session[];
  /** @returns false when the device is not connected or does not listen; nothing is kept for it then */
  tell(deviceId: string, event: SessionEvent): boolean;
  tellAll(event: SessionEvent): void;
  closeAll(): void;
}

export const createSessions = (): Sessions => {
  const open = new Map<string, { session: Session; end: () => void }>();
  const tell = (deviceId: string, event: SessionEvent): boolean => {
    const session = open.get(deviceId)?.session;
    if (!session?.isListening) return false;
    session.mailbox.put(event);
    return true;
  };
  return {
    begin: (session, end) => {
      open.get(session.deviceId)?.end();
      open.set(session.deviceId, { session, end });
    },
    end: (session) => {
      session.mailbox.close();
      if (open.get(session.deviceId)?.session === session) open.delete(session.deviceId);
    },
    endOf: (deviceId) => open.get(deviceId)?.end(),
    of: (deviceId) => open.get(deviceId)?.session ?? null,
    all: () => [...open.values()].map(({ session }) => session),
    tell,
    tellAll: (event) => {
      for (const deviceId of open.keys()) tell(deviceId, event);
    },
    closeAll: () => {
      for (const { end } of [...open.values()]) end();
    },
  };
};
