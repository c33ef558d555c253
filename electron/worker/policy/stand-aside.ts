/**
 * When work stands aside, and when it comes back: a sign stops it at once, and it comes back only when the sign has been
 * gone for a while, so that a loading screen is not taken for the end of a game. Pure.
 */
import type { StandAside } from '../../../shared/contract/app/owner.ts';
import type { Settings } from '../../../shared/contract/app/settings.ts';
import { causesOfUse, type StandAsideCause } from '../../../shared/contract/owner-words.ts';
import type { OwnerSight } from './owner-sight.ts';

/** As they hold in this hour: see budgets.ts. */
export type OwnerRules = Pick<
  Settings,
  | 'asideForGames'
  | 'asideForFullScreen'
  | 'asideForPrograms'
  | 'comeBackMinutes'
  | 'worksOnBattery'
  | 'worksOnMetered'
  | 'powerLimitWatts'
  | 'fanLimitPercent'
  | 'leastPerHour'
>;

/** One sign that is there now. */
export type Sign = Pick<StandAside, 'cause' | 'program' | 'gpuIds'>;

/** Below this share of the cap, power counts as back under it. */
const powerBackShare = 0.9;
/** So long a cause lasts beyond its sign; the others as long as `comeBackMinutes`. */
const lingerMs: Partial<Record<StandAsideCause, number>> = {
  calendar: 0,
  seat: 0,
  // What `input` sees is the time since the last input itself.
  input: 0,
  battery: 30_000,
  metered: 30_000,
  power: 60_000,
  // A card that is loud at its least will be so again soon.
  noise: 15 * 60_000,
  unprofitable: 60_000,
};

/** Gravest first: the one that a person would name. */
const order: readonly StandAsideCause[] = [
  ...causesOfUse,
  'battery',
  'metered',
  'power',
  'noise',
  'calendar',
  'unprofitable',
];

/** Whether the owner still wants it to stop work: a rule that was switched off lets work come back at once. */
const isWanted = ({ cause, program }: StandAside, rules: OwnerRules): boolean => {
  switch (cause) {
    case 'game':
    case 'gpu_in_use':
      return rules.asideForGames;
    case 'full_screen':
      return rules.asideForFullScreen;
    case 'program':
      return program !== null && rules.asideForPrograms.includes(program);
    case 'battery':
      return !rules.worksOnBattery;
    case 'metered':
      return !rules.worksOnMetered;
    case 'power':
      return rules.powerLimitWatts !== null;
    case 'noise':
      return rules.fanLimitPercent !== null;
    case 'unprofitable':
      return rules.leastPerHour !== null;
    default:
      return true;
  }
};

const named = (program: string): string | null => (program === '' ? null : program);

/**
 * What speaks against work at this moment.
 *
 * @param before what did until now: a power cap holds until the draw is a tenth below it
 */
export const signsOf = (sight: OwnerSight, rules: OwnerRules, before: readonly StandAside[]): Sign[] => {
  const { signs, hour, seat, powerWatts, monotonicMs } = sight;
  const comeBackMs = rules.comeBackMinutes * 60_000;
  const used = Object.entries(signs.gpuInUse).flatMap(([id, isUsed]) => (isUsed ? [id] : []));
  const unknown = sight.gpuIds.filter((id) => signs.gpuInUse[id] === undefined);
  /** The GPU that a game draws on, once one is seen to be; until then all, and with it those that nobody can see. */
  const itsGpus = used.length > 0 ? [...used, ...unknown] : null;
  const wholePc = (cause: StandAsideCause): Sign => ({ cause, program: null, gpuIds: null });

  const found: Sign[] = [];
  if (seat === 'taken') found.push(wholePc('seat'));
  if (rules.asideForGames && typeof signs.game === 'string')
    found.push({ cause: 'game', program: named(signs.game), gpuIds: itsGpus });
  if (rules.asideForFullScreen && typeof signs.fullScreen === 'string')
    found.push({ cause: 'full_screen', program: named(signs.fullScreen), gpuIds: itsGpus });
  const [program] = signs.programs ?? [];
  if (program !== undefined) found.push({ cause: 'program', program, gpuIds: itsGpus });
  if (rules.asideForGames && used.length > 0) found.push({ cause: 'gpu_in_use', program: null, gpuIds: used });
  const isHere = signs.lastInputMs !== null && monotonicMs - signs.lastInputMs < comeBackMs;
  if (hour === 'away' && isHere) found.push(wholePc('input'));
  if (hour === 'never') found.push(wholePc('calendar'));
  if (signs.isOnBattery === true && !rules.worksOnBattery) found.push(wholePc('battery'));
  if (signs.isMetered === true && !rules.worksOnMetered) found.push(wholePc('metered'));
  const wasOverPower = before.some(({ cause }) => cause === 'power');
  const mostWatts = (rules.powerLimitWatts ?? Number.POSITIVE_INFINITY) * (wasOverPower ? powerBackShare : 1);
  if (powerWatts !== null && powerWatts > mostWatts && !sight.isEasingPower) found.push(wholePc('power'));
  if (rules.fanLimitPercent !== null && sight.loudGpuIds.length > 0)
    found.push({ cause: 'noise', program: null, gpuIds: [...sight.loudGpuIds] });
  if (sight.leftPerHour !== null && rules.leastPerHour !== null && sight.leftPerHour < rules.leastPerHour)
    found.push(wholePc('unprofitable'));
  return found;
};

const widened = (a: StandAside['gpuIds'], b: StandAside['gpuIds']): StandAside['gpuIds'] =>
  a === null || b === null ? null : [...new Set([...a, ...b])].toSorted();

/**
 * @param now the same moment as the sight, by the wall clock, for what a person reads
 * @returns what stops work from now on, gravest first; a cause that is gone stays with the time at which it ends
 */
export const nextStandAside = (
  before: readonly StandAside[],
  found: readonly Sign[],
  rules: OwnerRules,
  now: number,
): StandAside[] => {
  const next = new Map<StandAsideCause, StandAside>();
  for (const sign of found) {
    const known = next.get(sign.cause);
    const since = before.find(({ cause }) => cause === sign.cause)?.since ?? now;
    const gpuIds = known ? widened(known.gpuIds, sign.gpuIds) : sign.gpuIds;
    next.set(sign.cause, { ...sign, gpuIds, since, until: null });
  }
  for (const old of before) {
    if (next.has(old.cause) || !isWanted(old, rules)) continue;
    // A wall clock that was set back must not keep a PC idle for hours.
    const latest = now + (lingerMs[old.cause] ?? rules.comeBackMinutes * 60_000);
    const until = Math.min(old.until ?? latest, latest);
    if (until > now) next.set(old.cause, { ...old, until });
  }
  return [...next.values()].toSorted((a, b) => order.indexOf(a.cause) - order.indexOf(b.cause));
};
