/**
 * One month's notice: announced changes of the parameter record, why one is refused, and the record that holds in an
 * hour. The list of changes is only ever added to. It signs and stores nothing, and posts no notice.
 * Source: the network's rule set, section (g).
 */
import type { EpochMs } from '../../units/time.ts';
import { type ChangeClass, changeableKey } from './changeable.ts';
import { networkHoursMs, type ParameterRecord, type PausableAction } from './record.ts';

export interface ParameterChange {
  /** New to the list. */
  readonly id: string;
  /** From `changeable.ts`. */
  readonly key: string;
  /** Plain JSON; what a key takes is in `changeable.ts`. */
  readonly value: unknown;
  readonly class: ChangeClass;
  readonly announcedAt: EpochMs;
  /** Start of the first hour in which it holds. */
  readonly effectiveAt: EpochMs;
  /** Start of the first hour in which an emergency no longer holds; null for every other change. */
  readonly expiresAt: EpochMs | null;
  /** The public issue that gives the reason. */
  readonly issue: string;
  /** The proposal that passed; null: no vote was held. */
  readonly vote: string | null;
}

/** Network hours that people are told ahead. */
export const noticeHours = 720;
/** Network hours that an emergency may last. */
export const longestEmergencyHours = 72;

export type ChangeRefusal =
  | 'UNKNOWN_KEY'
  | 'VALUE_NOT_ALLOWED'
  | 'CLASS_NOT_ALLOWED'
  | 'ISSUE_MISSING'
  | 'NOT_HOUR_ALIGNED'
  | 'ANNOUNCED_LATER'
  | 'BACKDATED'
  | 'NOTICE_TOO_SHORT'
  | 'NOT_AT_ONCE'
  | 'EXPIRY_NOT_ALLOWED';

const isAllowedClass = (asked: ChangeClass, concerns: ChangeClass): boolean =>
  asked === concerns || (concerns === 'technical' && asked === 'user_affecting');

type Times = Pick<ParameterChange, 'announcedAt' | 'effectiveAt' | 'expiresAt'>;

/** An emergency begins at once, this hour or the next, and ends by itself; nothing else has an end. */
const emergencyRefusal = ({ effectiveAt, expiresAt }: Times, now: EpochMs, hourMs: number): ChangeRefusal | null => {
  if (effectiveAt > now + hourMs) return 'NOT_AT_ONCE';
  const longest = effectiveAt + longestEmergencyHours * hourMs;
  return expiresAt === null || expiresAt <= effectiveAt || expiresAt > longest ? 'EXPIRY_NOT_ALLOWED' : null;
};

const timesRefusal = (times: Times, asked: ChangeClass, now: EpochMs, hourMs: number): ChangeRefusal | null => {
  const { announcedAt, effectiveAt, expiresAt } = times;
  const isAligned = (at: number): boolean => Number.isSafeInteger(at) && at % hourMs === 0;
  if (!isAligned(effectiveAt) || !(expiresAt === null || isAligned(expiresAt))) return 'NOT_HOUR_ALIGNED';
  if (!(announcedAt <= now)) return 'ANNOUNCED_LATER';
  // Never before the hour that is running: the record of an hour that has ended stays what it was.
  if (announcedAt < now - hourMs || effectiveAt <= now - hourMs) return 'BACKDATED';
  if (asked === 'emergency') return emergencyRefusal(times, now, hourMs);
  if (expiresAt !== null) return 'EXPIRY_NOT_ALLOWED';
  // Counted from now, so that an announcement dated back by minutes takes none of them from anybody's notice.
  return asked === 'user_affecting' && effectiveAt < now + noticeHours * hourMs ? 'NOTICE_TOO_SHORT' : null;
};

/**
 * Why a change may not be added to the list.
 *
 * @param now  when it is added; to check a change that is in the list already, its own `announcedAt`
 * @returns the first reason; null when it may
 */
export const refusalOfChange = (
  change: ParameterChange,
  now: EpochMs,
  { hourMs }: Pick<ParameterRecord, 'hourMs'>,
): ChangeRefusal | null => {
  const key = changeableKey(change.key);
  if (key === null) return 'UNKNOWN_KEY';
  if (!key.allows(change.value)) return 'VALUE_NOT_ALLOWED';
  if (!isAllowedClass(change.class, key.concerns)) return 'CLASS_NOT_ALLOWED';
  if (change.issue === '') return 'ISSUE_MISSING';
  return timesRefusal(change, change.class, now, hourMs);
};

/** The first full hour after a notice that begins now. */
export const noticeEnds = (now: EpochMs, parameters: Pick<ParameterRecord, 'hourMs'>): EpochMs =>
  Math.ceil((now + networkHoursMs(noticeHours, parameters)) / parameters.hourMs) * parameters.hourMs;

const holdsAt = ({ effectiveAt, expiresAt }: ParameterChange, at: EpochMs): boolean =>
  effectiveAt <= at && (expiresAt === null || expiresAt > at);

/** When the emergencies that stop an action at a moment have all ended; null when none stops it then. */
export const pauseEnds = (changes: readonly ParameterChange[], action: PausableAction, at: EpochMs): EpochMs | null => {
  const ends = changes
    .filter((change) => change.key === 'pausedActions' && holdsAt(change, at))
    .filter(({ value }) => (value as readonly PausableAction[]).includes(action))
    .map(({ expiresAt }) => expiresAt ?? at);
  return ends.length === 0 ? null : Math.max(...ends);
};

/** Earlier first; of two that begin in the same hour the later announced one has the last word. */
const inOrder = (left: ParameterChange, right: ParameterChange): number =>
  left.effectiveAt - right.effectiveAt || left.announcedAt - right.announcedAt || (left.id < right.id ? -1 : 1);

/**
 * The one record of an hour, whatever the order of the list. Its version is one more for every change that has begun and
 * for every one that has ended again, so that a version never names two records.
 *
 * @param base  the network's first record
 * @param changes  none of which `refusalOfChange` refused; ids distinct
 * @param epochStart  start of the hour, or any moment in it: evidence is judged by the record of the offence's moment
 * @throws when a change names a key or a value that is not allowed
 */
export const parametersAt = (
  base: ParameterRecord,
  changes: readonly ParameterChange[],
  epochStart: EpochMs,
): ParameterRecord => {
  const begun = changes.filter(({ effectiveAt }) => effectiveAt <= epochStart);
  const inForce = begun.filter((change) => holdsAt(change, epochStart)).toSorted(inOrder);
  const record = inForce.reduce((changed, { key: name, value }) => {
    const key = changeableKey(name);
    if (key === null) throw new RangeError(`no key of a parameter change: ${name}`);
    return key.apply(changed, value);
  }, base);
  return { ...record, version: base.version + begun.length + (begun.length - inForce.length) };
};
