/**
 * Which silent minutes of a contract are held against a device, and why no others are. Silence alone is never an offence:
 * a power cut, sleep, a pause that the owner declared and a network that was down look like it, and cost nothing but the
 * minutes themselves. It takes nothing from anybody.
 * Source: the network's rule set, section (e).
 */
import type { EpochMs } from '../../units/time.ts';
import { countMinutes, hourMinutes, type MinuteMask } from '../presence/minutes.ts';
import { hiredMinutesNeeded, mostOfflineHours } from './thresholds.ts';

const wholeHour: MinuteMask = (1n << BigInt(hourMinutes)) - 1n;

/** One hour of a contract, as two sides saw it. The first three are the network's own marks, or what it was told. */
export interface HiredHour {
  /** The network itself was up. */
  readonly served: MinuteMask;
  /** It heard the device. */
  readonly heard: MinuteMask;
  /** The owner had declared a pause. */
  readonly paused: MinuteMask;
  /** By the job's own events it ran, and did not stand still. */
  readonly ran: MinuteMask;
  /** The device itself left a sign of being on: a line of the job, or an event, that carries this minute's time. */
  readonly on: MinuteMask;
}

/** Why a silent minute is not held against anybody, the first that holds. */
export const minuteExcuses = ['network_down', 'owner_paused', 'job_stood_still', 'nothing_shows_it_on'] as const;
export type MinuteExcuse = (typeof minuteExcuses)[number];

export interface HourJudgement {
  /** Silent, and both logs agree that it need not have been. */
  readonly against: MinuteMask;
  readonly excused: Readonly<Record<MinuteExcuse, MinuteMask>>;
  /** O1: what is held against it leaves less than 54 minutes. */
  readonly isShort: boolean;
}

/** @returns every minute of the hour in exactly one of: heard, one excuse, against */
export const judgeHour = ({ served, heard, paused, ran, on }: HiredHour): HourJudgement => {
  const silent = wholeHour & ~heard;
  const left = silent & served;
  const unpaused = left & ~paused;
  const running = unpaused & ran;
  const against = running & on;
  return {
    against,
    excused: {
      network_down: silent & ~served,
      owner_paused: left & paused,
      job_stood_still: unpaused & ~ran,
      nothing_shows_it_on: running & ~on,
    },
    isShort: hourMinutes - countMinutes(against) < hiredMinutesNeeded,
  };
};

/** One hour that a contract touches. */
export interface ContractHour extends Pick<HiredHour, 'served' | 'heard' | 'paused'> {
  readonly startsAt: EpochMs;
  readonly hourMs: number;
  /** Minutes of it that were agreed. */
  readonly agreed: MinuteMask;
}

export interface Absence {
  /** Network minutes in a row in which the network was up, no pause was declared, and nothing was heard. */
  readonly minutes: number;
  /** When the first of them began; null when there is none. */
  readonly since: EpochMs | null;
}

/**
 * The longest absence in a contract. Minutes in which the network was down, or a pause was declared, neither count nor
 * end it; a minute in which the device was heard ends it.
 *
 * @param hours  in order of time
 */
export const longestAbsence = (hours: readonly ContractHour[]): Absence => {
  let longest: Absence = { minutes: 0, since: null };
  let current: Absence = longest;
  for (const { startsAt, hourMs, served, heard, paused, agreed } of hours) {
    const counts = served & agreed & ~paused & ~heard;
    for (let minute = 0; minute < hourMinutes; minute += 1) {
      const bit = 1n << BigInt(minute);
      if ((heard & bit) !== 0n) current = { minutes: 0, since: null };
      if ((counts & bit) === 0n) continue;
      const since: EpochMs = current.since ?? startsAt + Math.floor((minute * hourMs) / hourMinutes);
      current = { minutes: current.minutes + 1, since };
      if (current.minutes > longest.minutes) longest = current;
    }
  }
  return longest;
};

export const absenceForOffence = mostOfflineHours * hourMinutes;

/** O4: more than 48 network hours away from a contract. */
export const isAbandoned = ({ minutes }: Absence): boolean => minutes > absenceForOffence;
