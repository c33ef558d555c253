/** Quotes of moves of coins that were shown: each holds for 60 seconds and may be acted on once. It moves nothing. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/units/time.ts';
import type { ComparedIntent } from './signed-moves.ts';

export const quoteLifetimeMs = 60_000;

export interface Quotes {
  /** @returns the id by which the intent is agreed to */
  keep(intent: ComparedIntent): string;
  /** @returns null for an id that is unknown, too old, or was taken before */
  take(confirmationId: string): ComparedIntent | null;
}

export const createQuotes = (clock: Pick<Clock, 'monotonic'>): Quotes => {
  const kept = new Map<string, { intent: ComparedIntent; until: number }>();
  return {
    keep: (intent) => {
      const now = clock.monotonic();
      for (const [id, { until }] of kept) if (until < now) kept.delete(id);
      const confirmationId = randomUUID();
      kept.set(confirmationId, { intent, until: now + quoteLifetimeMs });
      return confirmationId;
    },
    take: (confirmationId) => {
      const quote = kept.get(confirmationId);
      kept.delete(confirmationId);
      return quote === undefined || quote.until < clock.monotonic() ? null : quote.intent;
    },
  };
};
