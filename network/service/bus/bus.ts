/**
 * How an event reaches a device whose session may be in another process. Nothing is kept for a device that is not
 * connected, and nobody hears whether it arrived: what must not be lost is in the database, and this only says “look”.
 */
import type { SessionEvent } from '../../../shared/contract/network/session.ts';

export interface BusMessage {
  /** null: everyone who is connected. */
  readonly deviceId: string | null;
  readonly event: SessionEvent;
}

/** How it does, and what it counted since it was opened. */
export interface BusStanding {
  /** Whether other processes hear it now, and it them; null: it is for one process alone. */
  readonly isConnected: boolean | null;
  /** Events that wait to be sent. */
  readonly waiting: number;
  readonly sent: number;
  /** From other processes. */
  readonly heard: number;
  /** Given up here before they were sent, or gone before they could be heard here. */
  readonly lost: number;
  /** What came and was no event. */
  readonly refused: number;
}

export interface Bus {
  /** Returns at once and never throws, whatever becomes of it. This process's own devices hear it at once. */
  toDevice(deviceId: string, event: SessionEvent): void;
  /** As `toDevice`. */
  toAll(event: SessionEvent): void;
  /** @param hear  every message, this process's own among them @returns ends it */
  subscribe(hear: (message: BusMessage) => void): () => void;
  standing(): BusStanding;
  /** Sends what waits, for a moment, and ends it. */
  close(): Promise<void>;
}
