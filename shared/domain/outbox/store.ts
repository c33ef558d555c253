/** Where events wait until the network has acknowledged them. Storage implements it; the link drains it. */
import type { OutboxItem } from '../../contract/network/events.ts';

export interface OutboxStore {
  /** Durable when it returns. The same id twice is kept once. */
  append(item: OutboxItem): void;
  /** Oldest first. */
  pending(limit: number): OutboxItem[];
  acknowledge(ids: readonly string[]): void;
  size(): number;
}
