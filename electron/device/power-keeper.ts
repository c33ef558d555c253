/**
 * Keeps each GPU at the power limit that the owner's budgets ask for, and gives its own limit back when they ask for
 * none, when the app ends, and at the next start after one that could not. One change at a time.
 */
import { isDeepStrictEqual } from 'node:util';
import type { LowerRefusal } from '../../shared/contract/owner-words.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { CardLimit } from '../machine/power-limit/parse-limits.ts';
import type { PowerLimits } from '../machine/power-limit/power-limits.ts';
import type { WatchedGpu } from '../presence/gpu/watched-gpus.ts';
import type { CardSight, Throttle } from '../worker/policy/throttle.ts';
import { createHeldLimits, type HeldLimitStore } from './held-limits.ts';

export interface CardState {
  /** null: its limit cannot be lowered, or is at its least already. */
  readonly range: CardSight['range'];
  /** The limit that it is held at; null: it has its own. */
  readonly heldWatts: number | null;
  readonly refusal: LowerRefusal | null;
}
/** By the GPU's id; what has not been looked at yet is not in it. */
export type CardStates = Readonly<Record<string, CardState>>;

export interface PowerKeeper {
  readonly cards: ReadonlyCell<CardStates>;
  /** Gives back what a start before this one could not. */
  recover(): Promise<void>;
  /** Looks at the GPUs anew: there are others, or there were none. */
  look(): void;
  want(throttle: Throttle): void;
  /** Gives everything back. */
  close(): Promise<void>;
}

/** What may have been a passing thing, or somebody's own wish for a while, is tried again after this. */
const forgiveAfterMs = 60 * 60_000;
const passing: ReadonlySet<LowerRefusal> = new Set(['changed', 'failed']);
const tryAgainMs = 30_000;
const never = new AbortController().signal;

/** Whole watts; never above the default, nor above what the owner had set. */
const rangeOf = (card: CardLimit, ownWatts: number): CardSight['range'] => {
  const leastWatts = Math.ceil(card.leastWatts);
  const mostWatts = Math.floor(Math.min(card.defaultWatts, ownWatts));
  return leastWatts < mostWatts ? { leastWatts, mostWatts } : null;
};

const isOf = (gpu: WatchedGpu, { uuid, pciAddress }: CardLimit): boolean =>
  (uuid !== null && uuid === gpu.uuid) || (pciAddress !== null && pciAddress === gpu.pciAddress);

export const createPowerKeeper = (options: {
  clock: Clock;
  limits: PowerLimits;
  store: HeldLimitStore;
  gpus: () => readonly WatchedGpu[];
  onError: (error: unknown) => void;
}): PowerKeeper => {
  const { clock, limits, gpus, onError } = options;
  const held = createHeldLimits(limits, options.store);
  const cards = createCell<CardStates>({}, isDeepStrictEqual);
  const refusals = new Map<string, LowerRefusal>();
  const wanted = new Map<string, number | null>();
  const closing = new AbortController();
  let last: Promise<void> = Promise.resolve();

  const inTurn = (act: () => Promise<void>): Promise<void> => {
    last = last.then(act).catch(onError);
    return last;
  };
  const later = (delayMs: number, act: () => void): void => {
    clock.sleep(delayMs, closing.signal).then(act, () => undefined);
  };
  const show = (gpuId: string, card: CardLimit | null, ownWatts: number, heldWatts: number | null): void => {
    const refusal = refusals.get(gpuId) ?? (card === null ? 'not_supported' : null);
    const range = card && rangeOf(card, ownWatts);
    cards.update((before) => ({ ...before, [gpuId]: { range, heldWatts, refusal } }));
  };
  const refuse = (gpuId: string, refusal: LowerRefusal): void => {
    refusals.set(gpuId, refusal);
    if (!passing.has(refusal)) return;
    later(forgiveAfterMs, () => {
      refusals.delete(gpuId);
      look();
    });
  };

  const look = (): void => {
    void inTurn(async () => {
      const known = await limits.read(never).catch((error: unknown) => {
        onError(error);
        later(tryAgainMs, look);
        return null;
      });
      if (known === null) return;
      const seen = gpus();
      cards.update((before) =>
        Object.fromEntries(Object.entries(before).filter(([id]) => seen.some((g) => g.id === id))),
      );
      for (const gpu of seen) {
        const card = known.find((other) => isOf(gpu, other)) ?? null;
        const ownWatts = card === null ? 0 : held.ownWattsOf(card);
        const heldWatts = card === null || ownWatts === card.watts ? null : card.watts;
        show(gpu.id, card, ownWatts, heldWatts);
        // What a start before this one left, where it could not be given back at once.
        if (heldWatts !== null && (wanted.get(gpu.id) ?? null) === null) applySoon(gpu.id);
      }
    });
  };

  const applySoon = (gpuId: string): void => void inTurn(() => apply(gpuId));
  const apply = async (gpuId: string): Promise<void> => {
    const tryAgain = (): void => later(tryAgainMs, () => applySoon(gpuId));
    const watts = wanted.get(gpuId) ?? null;
    const gpu = gpus().find(({ id }) => id === gpuId);
    const known = await limits.read(never).catch((error: unknown) => {
      tryAgain();
      throw error;
    });
    const card = gpu && known.find((other) => isOf(gpu, other));
    // A card that does not answer any more is given back at the next start.
    if (card === undefined) return;
    const ownWatts = held.ownWattsOf(card);
    const heldBefore = ownWatts === card.watts ? null : card.watts;
    if (watts === null) {
      const isBack = await held.giveBack(card);
      if (!isBack) tryAgain();
      return show(gpuId, card, ownWatts, isBack ? null : heldBefore);
    }
    const done = await held.lower(card, watts);
    if ('refusal' in done) refuse(gpuId, done.refusal);
    show(gpuId, card, ownWatts, 'heldWatts' in done ? done.heldWatts : heldBefore);
  };

  return {
    cards,
    look,
    recover: () => inTurn(held.giveBackAll),
    want: (throttle) => {
      const ids = new Set([...Object.keys(throttle.cards), ...wanted.keys()]);
      for (const id of ids) {
        const watts = throttle.cards[id]?.wantedWatts ?? null;
        if ((wanted.get(id) ?? null) === watts) continue;
        wanted.set(id, watts);
        applySoon(id);
      }
    },
    close: async () => {
      closing.abort();
      wanted.clear();
      await inTurn(held.giveBackAll);
    },
  };
};
