/** Honest machines: a desktop with its owner, and a server. When each is on, when it is slow, how long it takes. */
import type { Draw } from './seeded-draw.ts';

const hourMs = 3_600_000;
const dayHours = 24;

export interface Machine {
  isOn(at: number): boolean;
  /** Natural logarithm of the time over the model's: the board's own, the day's warmth, a game, and chance. */
  walkAt(at: number): number;
  fillAt(at: number): number;
  /** On top of every answer. */
  roundTripMs(): number;
}

/** Hours of the week in which the owner plays, and by how much proofs are slower then. */
const gamesOf = (draw: Draw, days: number): Map<number, number> => {
  const games = new Map<number, number>();
  const habit = draw.between(0, 0.8);
  for (let day = 0; day < days; day += 1) {
    if (!draw.isHit(habit)) continue;
    const from = day * dayHours + 15 + draw.whole(7);
    const slower = draw.between(0.1, 0.65);
    for (let hour = 0; hour < 1 + draw.whole(4); hour += 1) games.set(from + hour, slower);
  }
  return games;
};

/** @param startsAt a midnight, ms */
export const createDesktop = (draw: Draw, startsAt: number, days: number): Machine => {
  const isAlwaysOn = draw.isHit(0.5);
  const onFrom = 6 + draw.whole(12);
  const onFor = 6 + draw.whole(8);
  const board = draw.normal() * 0.03;
  // A power limit slows arithmetic and leaves memory alone.
  const powerLimit = draw.isHit(0.1) ? draw.between(0.05, 0.35) : 0;
  const noise = draw.between(0.01, 0.06);
  const warmth = draw.between(0, 0.04);
  const warmest = draw.between(13, 18);
  const games = gamesOf(draw, days);
  const distanceMs = draw.between(8, 150);
  const slowAt = (at: number): number => {
    const hour = (at - startsAt) / hourMs;
    const ofDay = warmth * Math.cos((2 * Math.PI * (hour - warmest)) / dayHours);
    const game = games.get(Math.floor(hour)) ?? 0;
    const hitch = draw.isHit(0.01) ? draw.between(0.1, 0.5) : 0;
    return board + ofDay + (game > 0 && draw.isHit(0.7) ? game : 0) + hitch;
  };
  return {
    isOn: (at) => {
      const hour = ((at - startsAt) / hourMs) % dayHours;
      return isAlwaysOn ? !draw.isHit(0.02) : (hour - onFrom + dayHours) % dayHours < onFor;
    },
    walkAt: (at) => slowAt(at) + noise * draw.normal(),
    fillAt: (at) => slowAt(at) + powerLimit + noise * draw.normal(),
    roundTripMs: () => distanceMs - 4 * Math.log(1 - draw.uniform()),
  };
};

/** A card of a data centre: always on, clocks fixed, cool; hardly less even than a program that only waits. */
export const createServer = (draw: Draw): Machine => {
  const board = draw.normal() * 0.01;
  const noise = draw.between(0.002, 0.006);
  const distanceMs = draw.between(5, 60);
  const timeOf = (): number => board + noise * draw.normal();
  return {
    isOn: () => true,
    walkAt: timeOf,
    fillAt: timeOf,
    roundTripMs: () => distanceMs - Math.log(1 - draw.uniform()),
  };
};
