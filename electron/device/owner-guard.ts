/**
 * Puts the owner first: joins what is seen of them with their rules, and says from moment to moment what stops work. Acts
 * on nothing itself.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Readings } from '../../shared/contract/app/machine.ts';
import type { Owner, StandAside } from '../../shared/contract/app/owner.ts';
import type { Settings } from '../../shared/contract/app/settings.ts';
import type { OwnerSign, SeatState } from '../../shared/contract/owner-words.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';
import { createBackgroundWork } from '../machine/watch/background-work.ts';
import { nothingSeen, type OwnerSigns } from '../presence/owner-signs.ts';
import { budgetsOf } from '../worker/policy/budgets.ts';
import { powerPriceAt } from '../worker/policy/power-price.ts';
import { leftPerHour } from '../worker/policy/profit.ts';
import { nextStandAside, signsOf } from '../worker/policy/stand-aside.ts';
import { nextThrottle, noThrottle, type Throttle } from '../worker/policy/throttle.ts';
import { inWeek } from '../worker/policy/week.ts';
import type { CardStates } from './power-keeper.ts';
import { throttleSightOf } from './throttle-sight.ts';

export interface OwnerGuard {
  readonly owner: ReadonlyCell<Owner>;
  /** How much power each GPU may draw. */
  readonly throttle: ReadonlyCell<Throttle>;
  /** As the café's software says. */
  setSeat(state: SeatState): void;
  start(): void;
  close(): Promise<void>;
}

/** Hours begin, and causes run out, at most this long unnoticed. */
const tickMs = 1_000;

const seenOf = (signs: OwnerSigns): Record<OwnerSign, boolean> => ({
  fullScreen: signs.fullScreen !== null,
  games: signs.game !== null,
  programs: signs.programs !== null,
  input: signs.lastInputMs !== null,
  gpuUse: Object.keys(signs.gpuInUse).length > 0,
  battery: signs.isOnBattery !== null,
  metered: signs.isMetered !== null,
});

/** @returns null where no GPU has a sensor */
const wattsOf = ({ gpus }: Readings): number | null => {
  const known = Object.values(gpus).flatMap(({ now }) => (now.powerWatts === null ? [] : [now.powerWatts]));
  return known.length === 0 ? null : known.reduce((sum, watts) => sum + watts, 0);
};

const heldOf = (cards: CardStates, { cards: wanted }: Throttle): Pick<Owner, 'held' | 'notHeld'> => ({
  held: Object.entries(cards).flatMap(([gpuId, { heldWatts }]) =>
    heldWatts === null ? [] : [{ gpuId, watts: heldWatts, reasons: [...(wanted[gpuId]?.reasons ?? [])] }],
  ),
  notHeld: Object.fromEntries(
    Object.entries(cards).flatMap(([gpuId, { refusal }]) => (refusal === null ? [] : [[gpuId, refusal]])),
  ),
});

export const createOwnerGuard = (options: {
  clock: Clock;
  signs: ReadonlyCell<OwnerSigns>;
  settings: ReadonlyCell<Settings>;
  lock: ReadonlyCell<Owner['lock']>;
  readings: ReadonlyCell<Readings>;
  /** Every GPU of this PC. */
  gpuIds: () => string[];
  /** Work of ours is on that GPU. */
  isOurs: (gpuId: string) => boolean;
  /** What is known of their power limits. */
  cards: ReadonlyCell<CardStates>;
  /** Base units that the last full hour brought; null: not known, or play coins, which have no price. */
  coinsPerHour: () => bigint | null;
}): OwnerGuard => {
  const { clock, signs, settings, readings } = options;
  const { lock, cards } = options;
  const owner = createCell<Owner>(
    { standAside: [], seen: seenOf(nothingSeen), seat: null, held: [], notHeld: {}, lock: lock.get() },
    isDeepStrictEqual,
  );
  const throttle = createCell<Throttle>(noThrottle, isDeepStrictEqual);

  const look = (): void => {
    const { standAside: before, seat } = owner.get();
    const now = clock.now();
    const hour = inWeek(settings.get().week, now) ?? 'work';
    const budgets = budgetsOf(settings.get(), hour);
    const rules = { ...settings.get(), ...budgets };
    const gpuIds = options.gpuIds();
    const powerWatts = wattsOf(readings.get());
    const powerPrice = powerPriceAt(rules, now);
    const cardSights = throttleSightOf({
      ...{ gpuIds, readings: readings.get(), cards: cards.get(), standAside: before, isOurs: options.isOurs },
    });
    const eased = nextThrottle(throttle.get(), cardSights, budgets, clock.monotonic());
    const sight = {
      signs: signs.get(),
      gpuIds,
      seat,
      hour,
      powerWatts,
      isEasingPower: eased.isEasingPower,
      loudGpuIds: eased.loudGpuIds,
      leftPerHour: leftPerHour({
        coinsPerHour: options.coinsPerHour(),
        coinWorth: rules.coinWorth,
        watts: powerWatts,
        powerPrice,
      }),
      monotonicMs: clock.monotonic(),
    };
    const standAside: StandAside[] = nextStandAside(before, signsOf(sight, rules, before), rules, now);
    throttle.set(eased);
    owner.set({ standAside, seen: seenOf(sight.signs), seat, ...heldOf(cards.get(), eased), lock: lock.get() });
  };

  const ticking = createBackgroundWork(async (signal) => {
    while (!signal.aborted) {
      look();
      await clock.sleep(tickMs, signal).catch(() => undefined);
    }
  });
  const stops = [signs, settings, lock, readings, cards].map((cell) => cell.subscribe(look));

  return {
    owner,
    throttle,
    setSeat: (seat) => {
      owner.update((before) => ({ ...before, seat }));
      look();
    },
    start: ticking.start,
    close: async () => {
      for (const stop of stops) stop();
      await ticking.stop();
    },
  };
};
