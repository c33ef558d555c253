/**
 * Lowers a card's power limit and gives its own one back. What that was is on disk before anything is changed, so that
 * the next start can give it back after a crash. A limit that somebody else set meanwhile is never touched.
 */
import { z } from 'zod';
import type { LowerRefusal } from '../../shared/contract/owner-words.ts';
import type { LimitAnswer } from '../machine/power-limit/parse-answer.ts';
import type { CardLimit } from '../machine/power-limit/parse-limits.ts';
import type { PowerLimits } from '../machine/power-limit/power-limits.ts';

export const heldLimitSchema = z.object({
  /** UUID, else PCI address. */
  card: z.string(),
  /** Before we changed it. */
  ownWatts: z.number().positive(),
  /** Every limit that the card may have by us: of a change that was not heard to the end, the one before it too. */
  ourWatts: z.array(z.number().positive()),
});
export type HeldLimit = z.infer<typeof heldLimitSchema>;

export interface HeldLimitStore {
  get(card: string): HeldLimit | null;
  list(): HeldLimit[];
  /** Durable when it returns. */
  put(card: string, value: HeldLimit): void;
  remove(card: string): void;
}

export interface HeldLimits {
  /** What the card would draw at most without us. */
  ownWattsOf(card: CardLimit): number;
  /** @returns the limit that it is held at, null where its own is no higher; or why it was not lowered */
  lower(card: CardLimit, watts: number): Promise<{ heldWatts: number | null } | { refusal: LowerRefusal }>;
  /** @returns false where the tool did not do it, whatever it says: then it is still on disk */
  giveBack(card: CardLimit): Promise<boolean>;
  /** Gives back everything that is on disk. @throws GPU_TOOL_FAILED: then it stays on disk */
  giveBackAll(): Promise<void>;
}

/** The tool prints hundredths of a watt. */
const sameWithinWatts = 0.5;
const isSame = (a: number, b: number): boolean => Math.abs(a - b) < sameWithinWatts;

const keyOf = ({ uuid, pciAddress }: CardLimit): string => uuid ?? pciAddress ?? '';

const refusalOf: Record<Exclude<LimitAnswer, 'set'>, LowerRefusal> = {
  no_rights: 'no_rights',
  not_supported: 'not_supported',
  out_of_range: 'failed',
  failed: 'failed',
};

/** A card that is being set is waited for: a tool that is killed at it may have done half. */
const never = new AbortController().signal;

export const createHeldLimits = (limits: PowerLimits, store: HeldLimitStore): HeldLimits => {
  const isOurs = (now: Pick<CardLimit, 'watts'>, { ourWatts }: HeldLimit): boolean =>
    ourWatts.some((watts) => isSame(watts, now.watts));
  const wattsNow = async (card: CardLimit): Promise<number | null> => {
    const found = await limits.read(never).catch(() => []);
    return found.find((other) => keyOf(other) === keyOf(card))?.watts ?? null;
  };

  const giveBack: HeldLimits['giveBack'] = async (card) => {
    const key = keyOf(card);
    const record = store.get(key);
    if (record === null) return true;
    if (isOurs(card, record)) {
      if ((await limits.set(card, record.ownWatts, never)) !== 'set') return false;
      const watts = await wattsNow(card);
      if (watts !== null && !isSame(watts, record.ownWatts) && isOurs({ watts }, record)) return false;
    }
    store.remove(key);
    return true;
  };

  return {
    ownWattsOf: (card) => {
      const record = store.get(keyOf(card));
      return record !== null && isOurs(card, record) ? record.ownWatts : card.watts;
    },
    lower: async (card, watts) => {
      const key = keyOf(card);
      const record = store.get(key);
      if (record !== null && !isOurs(card, record)) {
        store.remove(key);
        return { refusal: 'changed' };
      }
      const ownWatts = record?.ownWatts ?? card.watts;
      if (watts < card.leastWatts || watts > card.defaultWatts) return { refusal: 'failed' };
      if (watts >= ownWatts) return { heldWatts: record === null ? null : card.watts };
      if (isSame(card.watts, watts)) return { heldWatts: card.watts };
      store.put(key, { card: key, ownWatts, ourWatts: [...(record?.ourWatts ?? []), watts] });
      const answer = await limits.set(card, watts, never);
      const now = await wattsNow(card);
      const isUnchanged = now !== null && isSame(now, card.watts);
      if (answer === 'no_answer' || (answer === 'set' && isUnchanged)) {
        // It may come yet.
        store.put(key, { card: key, ownWatts, ourWatts: [...(record?.ourWatts ?? [ownWatts]), watts] });
        return { refusal: 'failed' };
      }
      if (answer === 'set') {
        // A driver may round it.
        const isRounded = now !== null && !isSame(now, watts) && !isSame(now, ownWatts);
        store.put(key, { card: key, ownWatts, ourWatts: isRounded ? [watts, now] : [watts] });
        return { heldWatts: now ?? watts };
      }
      if (record === null && now !== null && isSame(now, ownWatts)) store.remove(key);
      return { refusal: refusalOf[answer] };
    },
    giveBack,
    giveBackAll: async () => {
      const records = store.list();
      if (records.length === 0) return;
      const cards = await limits.read(never);
      for (const { card: key } of records) {
        const card = cards.find((other) => keyOf(other) === key);
        if (card !== undefined) await giveBack(card);
      }
    },
  };
};
