/**
 * The points of the Astronaut Program: what each deed is worth, within its limits, and the balance after each quarter's
 * loss of a tenth. Points belong to an account and cannot be handed on; whether a deed was done is decided elsewhere.
 * Source: the network's rule set, section (j).
 */
import type { EpochMs } from '../../units/time.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';

export type Deed = {
  /** One per deed: told twice, it counts once. */
  readonly id: string;
  readonly at: EpochMs;
} & (
  | { readonly kind: 'bug'; readonly severity: 'minor' | 'major' | 'critical' }
  | { readonly kind: 'upheld_report' }
  | { readonly kind: 'merged_document' }
  | { readonly kind: 'accepted_answer' }
  /** 720 network hours of one device; counts from 99 % up. */
  | { readonly kind: 'uptime'; readonly uptimeBps: number }
  | { readonly kind: 'vote' }
  /** A device that came by this account; counts once it has been there for 720 network hours. */
  | { readonly kind: 'referral'; readonly deviceId: string; readonly registeredAt: EpochMs }
  | { readonly kind: 'frivolous_report' }
);

const bugPoints = { minor: 100, major: 500, critical: 1_000 } as const;
const mostAnswerPointsPerDay = 50;
const mostReferrals = 20;
const uptimeNeededBps = 9_900;
const referralHours = 720;
const dayHours = 24;
const quarterHours = 2_160;

/** What counted so far against the two limits. */
interface Counted {
  day: number;
  answerPoints: number;
  readonly referred: Set<string>;
}

type HourLength = Pick<ParameterRecord, 'hourMs'>;

const answerWorth = (at: EpochMs, counted: Counted, parameters: HourLength): number => {
  const day = Math.floor(at / networkHoursMs(dayHours, parameters));
  if (day !== counted.day) Object.assign(counted, { day, answerPoints: 0 });
  const worth = counted.answerPoints < mostAnswerPointsPerDay ? 5 : 0;
  counted.answerPoints += worth;
  return worth;
};

const referralWorth = (
  { at, deviceId, registeredAt }: Extract<Deed, { kind: 'referral' }>,
  { referred }: Counted,
  parameters: HourLength,
): number => {
  const isOld = at - registeredAt >= networkHoursMs(referralHours, parameters);
  if (!isOld || referred.has(deviceId) || referred.size === mostReferrals) return 0;
  referred.add(deviceId);
  return 50;
};

const worthOf = (deed: Deed, counted: Counted, parameters: HourLength): number => {
  switch (deed.kind) {
    case 'bug':
      return bugPoints[deed.severity];
    case 'upheld_report':
      return 500;
    case 'merged_document':
      return 50;
    case 'accepted_answer':
      return answerWorth(deed.at, counted, parameters);
    case 'uptime':
      return deed.uptimeBps >= uptimeNeededBps ? 100 : 0;
    case 'vote':
      return 10;
    case 'referral':
      return referralWorth(deed, counted, parameters);
    case 'frivolous_report':
      return -100;
  }
};

/** ⌊0.9 · points⌋ once for each quarter. */
const afterQuarters = (points: number, quarters: number): number => {
  let left = points;
  for (let quarter = 0; quarter < quarters && left > 0; quarter += 1) left = Math.floor((left * 9) / 10);
  return left;
};

/**
 * The balance of one account.
 *
 * @param deeds  of the account, in any order; those after `now` do not count yet
 * @returns whole points, never below 0: a loss takes no more than is there. Days have 24 and quarters 2,160 network hours
 */
export const pointsOf = (deeds: readonly Deed[], now: EpochMs, parameters: HourLength): number => {
  const quarterOf = (at: EpochMs): number => Math.floor(at / networkHoursMs(quarterHours, parameters));
  const counted: Counted = { day: Number.NaN, answerPoints: 0, referred: new Set() };
  const known = new Set<string>();
  let points = 0;
  let quarter = quarterOf(now);
  for (const deed of deeds.toSorted((left, right) => left.at - right.at || (left.id < right.id ? -1 : 1))) {
    if (deed.at > now || known.has(deed.id)) continue;
    if (known.size > 0) points = afterQuarters(points, quarterOf(deed.at) - quarter);
    known.add(deed.id);
    quarter = quarterOf(deed.at);
    points = Math.max(0, points + worthOf(deed, counted, parameters));
  }
  return afterQuarters(points, quarterOf(now) - quarter);
};

const levels = [
  { level: 'cadet', from: 0 },
  { level: 'pilot', from: 500 },
  { level: 'commander', from: 2_500 },
  { level: 'flight_director', from: 10_000 },
] as const;
export type AstronautLevel = (typeof levels)[number]['level'];

/** The level of a balance, and how many points the next one asks; null at the highest. */
export const levelOf = (points: number): { level: AstronautLevel; nextFrom: number | null } => ({
  level: levels.findLast(({ from }) => points >= from)?.level ?? 'cadet',
  nextFrom: levels.find(({ from }) => points < from)?.from ?? null,
});
