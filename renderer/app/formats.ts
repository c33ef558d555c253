/**
 * Every figure, amount and moment that a person reads, written in their language. Number and unit share a no-break
 * space; unknown is the caller's business, so nothing here takes null.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { localeFor } from '../../shared/units/locale.ts';
import { baseUnitsPerIo } from '../../shared/units/money.ts';

const noBreak = '\u00a0';
const minus = '\u2212';
/** Keeps `7.11 IO` in its order inside a right-to-left sentence. */
const isolateLeftToRight = (text: string): string => `\u2066${text}\u2069`;

/** Words for units and lengths, bound to the language's `common.unit`. */
export interface UnitText {
  /** @param count chooses the plural form @param value the same, written */
  one(unit: 'watts' | 'days' | 'hours' | 'minutes' | 'seconds', count: number, value: string): string;
  /** A length in its two largest units. */
  two(first: string, second: string): string;
}

export interface CoinOptions {
  /** Decimals shown; 2 by default, 8 is exact. */
  places?: number;
  /** A plus sign in front of income. */
  signed?: boolean;
  /** `down` is towards −∞, so that income rounds down and a loss rounds up; `up` is for what is asked of the owner. */
  rounding?: 'down' | 'up';
}

export interface Formats {
  /** The language these formats write. */
  language: string;
  /** `1,234.56 IO` from base units. */
  coins(amount: bigint, options?: CoinOptions): string;
  /** As `coins`, without the unit: for table columns and axes that name it once. */
  coinFigure(amount: bigint, options?: CoinOptions): string;
  /** A loss of `amount` (positive base units), rounded up: `−4.50 IO`. */
  loss(amount: bigint, options?: CoinOptions): string;
  /** `24 GB`; counted in 1,024s, as makers of memory do. */
  bytes(bytes: number): string;
  /** `97 %` from 0..1. */
  percent(ratio: number, places?: number): string;
  celsius(degrees: number): string;
  /** `GB`, `°C`, `%`: the unit alone, for a field that holds the number. */
  unit(unit: 'gigabyte' | 'celsius' | 'percent'): string;
  watts(watts: number): string;
  number(value: number, places?: number): string;
  /** `−0.50`: with all of its decimals, for columns of money that names no currency. */
  fixed(value: number, places: number): string;
  /** `16:38`; with seconds `16:38:07`. */
  clock(at: number, withSeconds?: boolean): string;
  /** A deadline: with seconds only where it is no full minute, as in a shortened network hour. */
  exactClock(at: number): string;
  /** `Sat 21 Nov`. */
  date(at: number): string;
  /** `21 Nov`, for an axis of days. */
  dayOfMonth(at: number): string;
  /** `08:00` for an hour 0..23. */
  hourOfDay(hour: number): string;
  /** `Monday`; 0 is Monday. */
  weekday(day: number): string;
  /** A clock time for the same day as `now`, with the weekday within a week of it, with the date beyond. */
  moment(at: number, now: number): string;
  /** `2 h 14 min`, `45 s`; the two largest units. */
  duration(ms: number): string;
  /** `8 seconds ago`; `now` within the last second. */
  ago(at: number, now: number): string;
  /** A version, path or name as it is, which the sentence around it does not turn round. */
  verbatim(text: string): string;
  /** `A, B and C`. */
  list(items: readonly string[]): string;
}

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

const roundedToPlaces = (amount: bigint, places: number, rounding: 'down' | 'up'): bigint => {
  const step = baseUnitsPerIo / 10n ** BigInt(places);
  const remainder = ((amount % step) + step) % step;
  if (remainder === 0n) return amount / step;
  const floor = (amount - remainder) / step;
  return rounding === 'down' ? floor : floor + 1n;
};

const decimalText = (scaled: bigint, places: number): Intl.StringNumericLiteral => {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${scaled < 0n ? '-' : ''}${whole}${places === 0 ? '' : `.${digits.slice(-places)}`}` as Intl.StringNumericLiteral;
};

const joined = (parts: Intl.NumberFormatPart[]): string =>
  parts
    .map(({ type, value }) => {
      if (type === 'minusSign') return minus;
      return type === 'literal' ? value.replaceAll(' ', noBreak) : value;
    })
    .join('');

/** A date without the marks between its parts: `Fri 20 Nov`. */
const unpunctuated = (parts: Intl.DateTimeFormatPart[]): string =>
  parts.map(({ type, value }) => (type === 'literal' ? value.replace(/[,،、]/, '') : value)).join('');

/** Puts the no-break space in where the language's own pattern has none (`64°C`). */
const spaced = (parts: Intl.NumberFormatPart[]): string =>
  joined(
    parts.flatMap((part, index) => {
      const isUnit = part.type === 'unit' || part.type === 'percentSign';
      const before = parts[index - 1]?.type;
      return isUnit && (before === 'integer' || before === 'fraction')
        ? [{ type: 'literal' as const, value: noBreak }, part]
        : [part];
    }),
  );

/** @param language BCP 47, as in `languages` */
export const createFormats = (language: string, unitText: UnitText): Formats => {
  const locale = localeFor(language);
  const isRightToLeft = language === 'ar';
  const numbers = (options: Intl.NumberFormatOptions): Intl.NumberFormat => new Intl.NumberFormat(locale, options);
  const moments = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options });

  const number = (value: number, places = 0): string =>
    joined(numbers({ maximumFractionDigits: places }).formatToParts(value));
  const fixed = (value: number, places: number): string =>
    joined(numbers({ minimumFractionDigits: places, maximumFractionDigits: places }).formatToParts(value));
  const withUnit = (value: number, unit: string, places = 0): string =>
    spaced(numbers({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: places }).formatToParts(value));

  const coinFigure = (amount: bigint, { places = 2, signed = false, rounding = 'down' }: CoinOptions = {}): string =>
    joined(
      numbers({
        minimumFractionDigits: places,
        maximumFractionDigits: places,
        signDisplay: signed ? 'exceptZero' : 'negative',
      }).formatToParts(decimalText(roundedToPlaces(amount, places, rounding), places)),
    );
  const coins = (amount: bigint, options?: CoinOptions): string => {
    const text = `${coinFigure(amount, options)}${noBreak}IO`;
    return isRightToLeft ? isolateLeftToRight(text) : text;
  };

  const clock = (at: number, withSeconds = false): string =>
    moments({ hour: '2-digit', minute: '2-digit', ...(withSeconds ? { second: '2-digit' } : {}) }).format(at);
  const date = (at: number): string =>
    unpunctuated(moments({ weekday: 'short', day: 'numeric', month: 'short' }).formatToParts(at));

  const scale = (bytes: number): [number, string] => {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
    const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10 + 0.01));
    return [bytes / 1024 ** power, units[power] ?? 'byte'];
  };

  const unit = (name: 'days' | 'hours' | 'minutes' | 'seconds', value: number, places = 0): string =>
    unitText.one(name, value, number(value, places));
  const { two } = unitText;

  return {
    language,
    coins,
    coinFigure,
    loss: (amount, options) => coins(-amount, options),
    number,
    fixed,
    bytes: (bytes) => {
      const [value, name] = scale(bytes);
      return withUnit(
        value,
        name,
        value < 100 && name !== 'byte' && Math.abs(value - Math.round(value)) >= 0.05 ? 1 : 0,
      );
    },
    percent: (ratio, places = 0) => {
      const parts = numbers({ style: 'percent', maximumFractionDigits: places }).formatToParts(ratio);
      return isRightToLeft ? joined(parts) : spaced(parts);
    },
    celsius: (degrees) => withUnit(degrees, 'celsius'),
    watts: (watts) => unitText.one('watts', watts, number(watts)),
    unit: (name) =>
      numbers({ style: 'unit', unit: name, unitDisplay: 'short' })
        .formatToParts(0)
        .find(({ type }) => type === 'unit')?.value ?? '',
    clock,
    exactClock: (at) => clock(at, at % minuteMs !== 0),
    date,
    dayOfMonth: (at) => moments({ day: 'numeric', month: 'short' }).format(at),
    hourOfDay: (hour) =>
      new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(
        Date.UTC(2024, 0, 1, hour),
      ),
    weekday: (day) =>
      // The first of January 2024 was a Monday.
      new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day)),
    moment: (at, now) => {
      if (new Date(at).toDateString() === new Date(now).toDateString()) return clock(at);
      if (Math.abs(at - now) < 6 * dayMs)
        return unpunctuated(moments({ weekday: 'short', hour: '2-digit', minute: '2-digit' }).formatToParts(at));
      return moments({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
    },
    duration: (ms) => {
      if (ms < 10 * secondMs) return unit('seconds', ms / secondMs, 1);
      if (ms < minuteMs) return unit('seconds', Math.floor(ms / secondMs));
      if (ms < 10 * minuteMs) {
        const seconds = Math.floor((ms % minuteMs) / secondMs);
        const minutes = unit('minutes', Math.floor(ms / minuteMs));
        return seconds === 0 ? minutes : two(minutes, unit('seconds', seconds));
      }
      if (ms < hourMs) return unit('minutes', Math.floor(ms / minuteMs));
      if (ms < dayMs) {
        const minutes = Math.floor((ms % hourMs) / minuteMs);
        const hours = unit('hours', Math.floor(ms / hourMs));
        return minutes === 0 ? hours : two(hours, unit('minutes', minutes));
      }
      const hours = Math.floor((ms % dayMs) / hourMs);
      const days = unit('days', Math.floor(ms / dayMs));
      return hours === 0 ? days : two(days, unit('hours', hours));
    },
    ago: (at, now) => {
      const ms = Math.max(0, now - at);
      // "0 seconds ago" is "now" in every language; "1 day ago" stays a figure.
      const words = new Intl.RelativeTimeFormat(locale, { numeric: ms < secondMs ? 'auto' : 'always' });
      if (ms < minuteMs) return words.format(-Math.floor(ms / secondMs), 'second');
      if (ms < hourMs) return words.format(-Math.floor(ms / minuteMs), 'minute');
      return ms < dayMs ? words.format(-Math.floor(ms / hourMs), 'hour') : words.format(-Math.floor(ms / dayMs), 'day');
    },
    verbatim: (text) => (isRightToLeft ? `\u2068${text}\u2069` : text),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
  };
};

/** The formats of the language on screen. */
export const useFormats = (): Formats => {
  const { t, i18n } = useTranslation('common');
  return useMemo(
    () =>
      createFormats(i18n.language, {
        one: (unit, count, value) => t(`unit.${unit}`, { count, value }),
        two: (first, second) => t('unit.two', { first, second }),
      }),
    [t, i18n.language],
  );
};
