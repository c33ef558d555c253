/**
 * How much power each GPU may draw so that heat, power and noise stay inside the owner's budgets: less in steps, then
 * nothing left to try. Down while something speaks against it, up again when all has been calm for a while. Pure.
 */
import type { LowerReason } from '../../../shared/contract/owner-words.ts';
import type { Budgets } from './budgets.ts';

/** One GPU at one moment. What is null is not known, and speaks for nothing. */
export interface CardSight {
  readonly gpuId: string;
  /** Between these its limit may be set, in whole watts, the least below the most; null: it cannot be. */
  readonly range: { readonly leastWatts: number; readonly mostWatts: number } | null;
  /** Work of ours is on it, and the owner is not. */
  readonly isWorking: boolean;
  readonly temperatureCelsius: number | null;
  readonly powerWatts: number | null;
  readonly fanPercent: number | null;
}

export interface CardThrottle {
  /** 0: its own limit; `lowestStep`: the least that it can be set to. */
  readonly step: number;
  /** null: its own limit. */
  readonly wantedWatts: number | null;
  /** What it is held lower for. */
  readonly reasons: readonly LowerReason[];
  readonly changedMs: number | null;
  /** Since when its fan is over the budget for work of ours. */
  readonly loudSinceMs: number | null;
  /** Since when nothing speaks against more power. */
  readonly calmSinceMs: number | null;
}

export interface Throttle {
  readonly cards: Readonly<Record<string, CardThrottle>>;
  readonly overPowerSinceMs: number | null;
  /** The power is over the cap, and a lower limit is about to help: work need not stop yet. */
  readonly isEasingPower: boolean;
  /** GPUs that stay over the noise budget although nothing is left to lower. */
  readonly loudGpuIds: readonly string[];
}

export const noThrottle: Throttle = { cards: {}, overPowerSinceMs: null, isEasingPower: false, loudGpuIds: [] };

/** Quarters of the way from a card's own limit to its least. */
export const lowestStep = 4;
/** A limit is never changed sooner after the last change, but for being given back. */
export const changeEveryMs = 15_000;
/** Fans lag behind heat: no spin-up of a few seconds counts. */
const loudForMs = 15_000;
/** At its least, or where nothing can be lowered, a fan has so long to come down. */
const loudAtLeastMs = 60_000;
/** How long a new limit has to bring the power under the cap. */
const easePowerMs = 20_000;
const calmForMs = 60_000;
/** Below the budget by so much, it is calm. */
const calmBelow = { fanPercent: 10, celsius: 5, powerShare: 0.9 };
/** A fan counts as over until it is so much below its budget. */
const loudUntilPercent = 3;

type Range = NonNullable<CardSight['range']>;

/** @returns whole watts inside the range; the most at step 0, the least at the last */
export const wattsAt = ({ leastWatts, mostWatts }: Range, step: number): number =>
  Math.round(mostWatts - ((mostWatts - leastWatts) * step) / lowestStep);

const untouched: CardThrottle = {
  ...{ step: 0, wantedWatts: null, reasons: [], changedMs: null, loudSinceMs: null, calmSinceMs: null },
};

interface PowerSight {
  readonly isOver: boolean;
  /** The first step at which the working GPUs' limits together are under the cap; null: none is. */
  readonly step: number | null;
  isCalmAfter(moreWatts: number): boolean;
}

const powerOf = (cards: readonly CardSight[], capWatts: number | null): PowerSight => {
  const known = cards.flatMap(({ powerWatts }) => (powerWatts === null ? [] : [powerWatts]));
  const total = known.length === 0 ? null : known.reduce((sum, watts) => sum + watts, 0);
  if (capWatts === null || total === null) return { isOver: false, step: null, isCalmAfter: () => true };
  const ranges = cards.flatMap(({ isWorking, range, powerWatts }) =>
    isWorking && range !== null ? [{ range, powerWatts: powerWatts ?? 0 }] : [],
  );
  const others = ranges.reduce((rest, { powerWatts }) => rest - powerWatts, total);
  const steps = ranges.length === 0 ? [] : Array.from({ length: lowestStep }, (_, index) => index + 1);
  const helps = (step: number): boolean =>
    ranges.reduce((sum, { range }) => sum + wattsAt(range, step), others) <= capWatts;
  return {
    isOver: total > capWatts,
    step: steps.find(helps) ?? null,
    isCalmAfter: (moreWatts) => total <= capWatts * calmBelow.powerShare && total + moreWatts <= capWatts,
  };
};

/** The noise of the owner's own work is theirs; ours stays ours until the fan has come down. */
const loudSince = (
  { fanPercent, isWorking }: CardSight,
  { loudSinceMs }: CardThrottle,
  { fanLimitPercent }: Budgets,
  nowMs: number,
): number | null => {
  if (fanPercent === null || fanLimitPercent === null) return null;
  const line = loudSinceMs === null ? fanLimitPercent : fanLimitPercent - loudUntilPercent;
  return fanPercent > line ? (loudSinceMs ?? (isWorking ? nowMs : null)) : null;
};

/** What speaks for less power at this moment. */
const pressing = (card: CardSight, loudSinceMs: number | null, power: PowerSight, budgets: Budgets, nowMs: number) => {
  const found: LowerReason[] = [];
  const { heatFromCelsius } = budgets;
  if (heatFromCelsius !== null && card.temperatureCelsius !== null && card.temperatureCelsius >= heatFromCelsius)
    found.push('heat');
  if (power.isOver && power.step !== null) found.push('power');
  if (loudSinceMs !== null && nowMs - loudSinceMs >= loudForMs) found.push('noise');
  return found;
};

const isCalm = (card: CardSight, power: PowerSight, budgets: Budgets, moreWatts: number): boolean => {
  const { fanLimitPercent, heatFromCelsius } = budgets;
  const isCool = heatFromCelsius === null || (card.temperatureCelsius ?? 0) <= heatFromCelsius - calmBelow.celsius;
  const isSoft = fanLimitPercent === null || (card.fanPercent ?? 0) <= fanLimitPercent - calmBelow.fanPercent;
  return isCool && isSoft && power.isCalmAfter(moreWatts);
};

const budgetOf: Record<LowerReason, keyof Budgets> = {
  heat: 'heatFromCelsius',
  power: 'powerLimitWatts',
  noise: 'fanLimitPercent',
};

const nextCard = (
  before: CardThrottle,
  card: CardSight,
  power: PowerSight,
  budgets: Budgets,
  nowMs: number,
): CardThrottle => {
  const loudSinceMs = loudSince(card, before, budgets, nowMs);
  const given: CardThrottle = {
    ...{ ...untouched, loudSinceMs },
    changedMs: before.step > 0 ? nowMs : before.changedMs,
  };
  const { range } = card;
  if (range === null || !card.isWorking) return given;
  const now = pressing(card, loudSinceMs, power, budgets, nowMs);
  const reasons = [...new Set([...before.reasons.filter((reason) => budgets[budgetOf[reason]] !== null), ...now])];
  if (reasons.length === 0) return given;
  const stepWatts = wattsAt(range, before.step - 1) - wattsAt(range, before.step);
  const calmSinceMs = isCalm(card, power, budgets, stepWatts) ? (before.calmSinceMs ?? nowMs) : null;
  const lastMs = before.changedMs ?? Number.NEGATIVE_INFINITY;
  let { step } = before;
  if (nowMs - lastMs >= changeEveryMs) {
    if (now.includes('heat') || now.includes('noise')) step = Math.min(lowestStep, step + 1);
    if (now.includes('power')) step = Math.max(step, power.step ?? 0);
    const isCalmLong = calmSinceMs !== null && nowMs - Math.max(calmSinceMs, lastMs) >= calmForMs;
    if (step > 0 && step === before.step && isCalmLong) step -= 1;
  }
  return {
    step,
    wantedWatts: step === 0 ? null : wattsAt(range, step),
    reasons: step === 0 ? [] : reasons,
    changedMs: step === before.step ? before.changedMs : nowMs,
    loudSinceMs,
    calmSinceMs,
  };
};

/** @returns whether a fan stays over its budget although its card has nothing left to give */
const staysLoud = ({ range, isWorking }: CardSight, card: CardThrottle, nowMs: number): boolean => {
  if (card.loudSinceMs === null || nowMs - card.loudSinceMs < loudAtLeastMs) return false;
  if (range === null || !isWorking) return true;
  return card.step === lowestStep && nowMs - (card.changedMs ?? nowMs) >= loudAtLeastMs;
};

/** @param nowMs on a clock that only grows */
export const nextThrottle = (
  before: Throttle,
  cards: readonly CardSight[],
  budgets: Budgets,
  nowMs: number,
): Throttle => {
  const power = powerOf(cards, budgets.powerLimitWatts);
  const overPowerSinceMs = power.isOver ? (before.overPowerSinceMs ?? nowMs) : null;
  const next = cards.map((card) => ({
    card,
    state: nextCard(before.cards[card.gpuId] ?? untouched, card, power, budgets, nowMs),
  }));
  return {
    cards: Object.fromEntries(next.map(({ card, state }) => [card.gpuId, state])),
    overPowerSinceMs,
    isEasingPower: overPowerSinceMs !== null && power.step !== null && nowMs - overPowerSinceMs < easePowerMs,
    loudGpuIds: next.filter(({ card, state }) => staysLoud(card, state, nowMs)).map(({ card }) => card.gpuId),
  };
};
