/** In which minutes of an hour a machine is there. Whoever plays, restarts or loses the line is away. */
import { hourMinutes, type MinuteMask, minutesBetween, noMinutes } from '../../shared/domain/presence/minutes.ts';
import type { Hour } from './calendar.ts';
import { cafeOpenHours, cafeOpensAtHour, playsFromHour, presenceOf, takenPercent } from './habits.ts';
import type { Machine } from './machine.ts';
import type { Random } from './random.ts';

const minuteMs = (hour: Hour): number => hour.hourMs / hourMinutes;

/** Minutes from a moment to just before another. */
const absence = (hour: Hour, from: number, until: number): MinuteMask => minutesBetween({ from, to: until - 1 }, hour);

const stayAway = (machine: Machine, until: number): void => {
  machine.awayUntil = Math.max(machine.awayUntil, until);
};

const outage = (machine: Machine, hour: Hour, random: Random): MinuteMask => {
  const { outagesPerMillionHours, outageMinutes } = presenceOf(machine.operator.way);
  const { number } = machine;
  if (!random.happens(outagesPerMillionHours, 'outage', number, hour.number)) return noMinutes;
  const from = hour.startsAt + random.below(hourMinutes, 'outage_from', number, hour.number) * minuteMs(hour);
  const until = from + random.between(...outageMinutes, 'outage_length', number, hour.number) * minuteMs(hour);
  stayAway(machine, until);
  return absence(hour, from, until);
};

const play = (machine: Machine, hour: Hour, random: Random): MinuteMask => {
  const { playsPerMillionDays, playMinutes } = presenceOf(machine.operator.way);
  const { number } = machine;
  if (playsPerMillionDays === 0 || !random.happens(playsPerMillionDays, 'play', number, hour.day)) return noMinutes;
  if (random.between(...playsFromHour, 'play_from', number, hour.day) !== hour.ofDay) return noMinutes;
  const until = hour.startsAt + random.between(...playMinutes, 'play_length', number, hour.day) * minuteMs(hour);
  stayAway(machine, until);
  return absence(hour, hour.startsAt, until);
};

const holiday = (machine: Machine, hour: Hour, random: Random): MinuteMask => {
  const { holidaysPerMillionDays, holidayHours } = presenceOf(machine.operator.way);
  const { number } = machine;
  if (hour.ofDay !== 0 || !random.happens(holidaysPerMillionDays, 'holiday', number, hour.day)) return noMinutes;
  const until = hour.startsAt + random.between(...holidayHours, 'holiday_length', number, hour.day) * hour.hourMs;
  stayAway(machine, until);
  return absence(hour, hour.startsAt, until);
};

const flaps = (machine: Machine, hour: Hour, random: Random): MinuteMask => {
  const { flapsPerMillionHours, flapMinutes } = presenceOf(machine.operator.way);
  const { number } = machine;
  if (!random.happens(flapsPerMillionHours, 'flap', number, hour.number)) return noMinutes;
  const from = hour.startsAt + random.below(hourMinutes, 'flap_from', number, hour.number) * minuteMs(hour);
  const lost = random.between(...flapMinutes, 'flap_length', number, hour.number);
  return absence(hour, from, Math.min(hour.endsAt, from + lost * minuteMs(hour)));
};

/** A seat that is taken is taken for the hour. */
const guests = (machine: Machine, hour: Hour, random: Random): MinuteMask => {
  const { operator, number } = machine;
  const isOpen = hour.ofDay >= cafeOpensAtHour && hour.ofDay < cafeOpensAtHour + cafeOpenHours;
  if (operator.way !== 'cafe' || !isOpen) return noMinutes;
  const percent = random.between(...takenPercent, 'seats', operator.number);
  return random.happens(percent * 10_000, 'seat', number, hour.number) ? hour.served : noMinutes;
};

const causes = [outage, play, holiday, flaps, guests] as const;

/** Minutes of the hour in which the machine is there; absences go on into the hours after. */
export const attend = (machine: Machine, hour: Hour, random: Random): MinuteMask => {
  let away = absence(hour, hour.startsAt, machine.awayUntil);
  for (const cause of causes) away |= cause(machine, hour, random);
  return hour.served & ~away;
};
