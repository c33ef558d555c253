/**
 * The devices that are connected now, one session each, and the events that wait for them. It knows nothing of
 * WebSockets and keeps nothing on disk: after a restart every device connects anew.
 */
import type { SessionEvent } from '../../../shared/contract/network/session.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Bus } from '../bus/bus.ts';
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
  /** What must be followed up and was told: `offer:` and an offer's id, `cancel:` and a job's. */
  readonly told: Set<string>;
}

/** Under which a session keeps that it was told; null for what nobody follows up. */
export const toldAs = (event: SessionEvent): string | null => {
  if (event.kind === 'offer') return `offer:${event.offer.offerId}`;
  return event.kind === 'cancel' ? `cancel:${event.jobId}` : null;
};

export interface Sessions {
  /** A device has one session: an older one is ended. */
  begin(session: Session, end: () => void): void;
  end(session: Session): void;
  /** Closes the connection of a device that may no longer speak. */
  endOf(deviceId: string): void;
  of(deviceId: string): Session | null;
  all(): Session[];
  /**
   * For what only this process can follow up.
   *
   * @returns false when the device is not connected here or does not listen; nothing is kept for it then
   */
  tell(deviceId: string, event: SessionEvent): boolean;
  /** Tells a device wherever it is connected. */
  reach(deviceId: string, event: SessionEvent): void;
  /** Tells everyone who is connected, wherever. */
  reachAll(event: SessionEvent): void;
  closeAll(): void;
}

export const createSessions = (bus: Bus): Sessions => {
  const open = new Map<string, { session: Session; end: () => void }>();
  const tell = (deviceId: string, event: SessionEvent): boolean => {
    const session = open.get(deviceId)?.session;
    if (!session?.isListening) return false;
    session.mailbox.put(event);
    const told = toldAs(event);
    if (told !== null) session.told.add(told);
    return true;
  };
  const unsubscribe = bus.subscribe(({ deviceId, event }) => {
    for (const id of deviceId === null ? open.keys() : [deviceId]) tell(id, event);
  });
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
    reach: bus.toDevice,
    reachAll: bus.toAll,
    closeAll: () => {
      unsubscribe();
      for (const { end } of [...open.values()]) end();
    },
  };
};
