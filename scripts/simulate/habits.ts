/**
 * How people and machines behave: every number of the economy that is no rule of the network. Where it was measured, the
 * source is named; all others are assumptions, listed in docs/economy.md. Chances are counts out of a million of what the
 * name says.
 */

import type { LinkTest } from '../../shared/domain/tiers/connectivity.ts';

export const ways = [
  'honest',
  'lazy',
  /** A real card under a better one's name whose deadlines it keeps. */
  'spoofer',
  /** A name that the card cannot live up to: every proof is late. */
  'hopeful',
  /** Accounts of one person that support each other's machines. */
  'ring',
  /** One machine registered as many, a card and an account each. */
  'split',
  /** Spoofers of one group that make results up as well: a friend reports whoever is caught, for the bounty. */
  'reporters',
  'cafe',
  'supporter',
] as const;
export type Way = (typeof ways)[number];

export type Range = readonly [least: number, most: number];

/** When a machine is away. Minutes of absence are whole network minutes. */
export interface Presence {
  readonly outagesPerMillionHours: number;
  readonly outageMinutes: Range;
  /** Hours in a million that lose some single minutes to a weak line. */
  readonly flapsPerMillionHours: number;
  readonly flapMinutes: Range;
  /** Days in a million on which the owner plays, in the evening. */
  readonly playsPerMillionDays: number;
  readonly playMinutes: Range;
  readonly holidaysPerMillionDays: number;
  readonly holidayHours: Range;
}

const steady: Presence = {
  outagesPerMillionHours: 2_000,
  outageMinutes: [3, 90],
  flapsPerMillionHours: 0,
  flapMinutes: [0, 0],
  playsPerMillionDays: 0,
  playMinutes: [0, 0],
  holidaysPerMillionDays: 0,
  holidayHours: [0, 0],
};

const careless: Presence = {
  outagesPerMillionHours: 10_000,
  outageMinutes: [5, 120],
  flapsPerMillionHours: 100_000,
  flapMinutes: [1, 8],
  playsPerMillionDays: 600_000,
  playMinutes: [60, 240],
  holidaysPerMillionDays: 5_000,
  holidayHours: [49, 120],
};

export const presenceOf = (way: Way): Presence => (way === 'lazy' ? careless : steady);

/** Hours of the day in which an owner begins to play. */
export const playsFromHour: Range = [16, 22];

/** A café is open from noon for half a day. Each has its own number of taken hours in a hundred, alike for its seats. */
export const cafeOpensAtHour = 12;
export const cafeOpenHours = 12;
export const takenPercent: Range = [5, 70];
export const cafeSeats = 20;

type WeightedLink = readonly [LinkTest, number];

/** Down and up, as good as a little better than each published step, with its weight. */
const none: WeightedLink = [{ downMbps: 90, upMbps: 8 }, 10];
const low: WeightedLink = [{ downMbps: 160, upMbps: 40 }, 30];
const medium: WeightedLink = [{ downMbps: 520, upMbps: 390 }, 40];
const high: WeightedLink = [{ downMbps: 1_020, upMbps: 780 }, 20];
const ultra: WeightedLink = [{ downMbps: 2_100, upMbps: 1_600 }, 10];

export const linksOf = (way: Way): readonly WeightedLink[] => {
  if (way === 'lazy') return [none, low];
  if (way === 'cafe') return [medium, high];
  return [low, medium, high, ultra];
};

/** A test of the line finds so many percent of what the line is good for. */
export const linkTestPercent: Range = [85, 115];

/** What part of its deadline a proof takes, in percent. An H200 took 30 % (docs/real-card.md); nobody knows others yet. */
export const proofTimePercent = (way: Way): Range => (way === 'lazy' ? [40, 95] : [30, 85]);

/**
 * Honest proofs in a million that fail: `npm run attacks`, share counts of fill and walk, 2 of 1,000,000. A careless
 * owner's other programs make some late.
 */
export const failedPerMillionProofs = (way: Way): number => (way === 'lazy' ? 20_000 : 2);

/** Compliance levels by weight. A colluder needs identities that are checked, for supporters come with Silver. */
export const complianceOf = (way: Way): readonly (readonly [1 | 2 | 3 | 4, number])[] => {
  if (way === 'honest')
    return [
      [1, 45],
      [2, 30],
      [3, 20],
      [4, 5],
    ];
  if (way === 'cafe') return [[3, 1]];
  if (way === 'ring' || way === 'split' || way === 'reporters') return [[2, 1]];
  if (way === 'spoofer')
    return [
      [1, 80],
      [2, 20],
    ];
  return [[1, 1]];
};

/** Stake that an owner aims at, in bps of the required: what the tier of the owner's level asks, and some to spare. */
export const stakeTargetBps: Readonly<Record<1 | 2 | 3 | 4, number>> = { 1: 10_500, 2: 15_500, 3: 20_500, 4: 30_500 };
/** Coins that an owner brings for a machine, in bps of that target. */
export const broughtBps = 15_000;
/** A supporter brings so many IO. */
export const supporterBringsIo: Range = [2_000, 20_000];

/** Accounts in a million that have earnings staked again each day. */
export const compoundsPerMillion = (way: Way): number => {
  if (way === 'honest' || way === 'supporter' || way === 'cafe' || way === 'ring' || way === 'split') return 500_000;
  return 0;
};

/** Share of rewards that an owner offers to supporters, in hundreds of bps. A ring wants no strangers. */
export const offeredHundredBps: Range = [10, 50];
export const supporterLeavesPerMillionDays = 10_000;

/** Days in a million on which an honest owner whose wallet reaches adds a machine, gives up, or needs coins. */
export const growsPerMillionDays = 5_000;
export const mostMachinesAdded = 3;
export const leavesPerMillionDays = 1_000;
export const needsCoinsPerMillionDays = 5_000;

/** Hours in a million in which a free machine that may take public jobs is hired, and what becomes of it. */
export const hiredPerMillionHours = 4_000;
export const hireHours: Range = [1, 168];
export const renterEndsPerMillionHours = 5_000;
/** A renter brings so many IO, enough for the dearest job, and has one for so many machines. */
export const renterBringsIo = 20_000n;
export const machinesPerRenter = 50;
/** A supplier who is there for less of the first hour than this has left. */
export const firstHourMinutes = 30;
/** An hour's rent is the required stake over this: an assumption, and no price. */
export const rentDivisor = 2_000n;

/**
 * Hours in a million in which the pattern of a cheat's proofs opens a review. The slowest row of `npm run figures`,
 * patterns: one card for several accounts is looked at in 63 % of cases within two days, 1 − 0.37^(1/48) an hour.
 */
export const detectedPerMillionHours = 20_500;
/** The same of an honest machine: 0 of 1,124 device-weeks were; this is the most that leaves likely, at 95 %. */
export const wronglyPerMillionHours = 16;
export const reviewHours = 24;
/** Reviews in a million that end with a conviction. */
export const convictedPerMillion = { guilty: 900_000, innocent: 100_000 } as const;
/** Of those under review who are guilty, so many in a million ask all their stake back at once. */
export const fleesPerMillion = 500_000;
/** Of those convicted, so many in a million go on under the same id; the others come back as somebody else. */
export const staysPerMillion = 300_000;
export const returnHours: Range = [24, 72];
/** From when on the network's own clock of a model stands for its data sheet: an allowance, for 20 owners to prove it. */
export const fleetAfterHours = 168;

/**
 * Hired hours in a million in which a group of cheats, which makes its results up, is found to: one job in a hundred is
 * computed again.
 */
export const madeUpFoundPerMillionHours = 10_000;

export const appealsPerMillion = { guilty: 250_000, innocent: 900_000 } as const;
export const appealHours: Range = [48, 168];
export const appealWonPerMillion = { guilty: 20_000, innocent: 900_000 } as const;
/** Convictions in a million that a stranger reported first. */
export const reportedPerMillion = 300_000;

/** An hour's estimate may be corrected for so long; then it is confirmed. */
export const correctionHours = 48;
