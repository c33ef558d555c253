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

export interface Bus {
  toDevice(deviceId: string, event: SessionEvent): void;
  toAll(event: SessionEvent): void;
  /** @param hear  every message, this process's own among them @returns ends it */
  subscribe(hear: (message: BusMessage) => void): () => void;
}
