/** Figures as the command line prints them, in the reader's language. Number and unit share a no-break space. */
import { localeFor } from '../../../shared/units/locale.ts';
import { baseUnitsPerIo, ioText } from '../../../shared/units/money.ts';

const noBreak = '\u00a0';
/** Keeps `7.11 IO` in its order inside a right-to-left sentence. */
const isolateLeftToRight = (text: string): string => `\u2066${text}\u2069`;

export interface Figures {
  /** `1.50 IO` from base units: two decimals at least, as many as there are at most. */
  coins(amount: bigint): string;
  /** `4.5 s`. */
  seconds(ms: number): string;
  /** `24 GB`; counted in 1,024s, as makers of memory do. */
  gigabytes(bytes: number): string;
  celsius(degrees: number): string;
  /** `22.0` or `24`: GiB without their name, with one decimal at most. @param decimals that are there in any case */
  gibibytes(bytes: number, decimals: 0 | 1): string;
  /** `74 %`, as the language writes it. @param part 0 upwards */
  share(part: number): string;
  /** `76.1 TFLOPS`: three significant digits of a unit that has one name in every language. */
  measured(value: number, unit: string): string;
  /** Day and minute, as the language and this PC's zone have them. @param at milliseconds since 1970 UTC */
  moment(at: number): string;
  /** `A, B and C`. */
  list(items: readonly string[]): string;
}

/** @param language BCP 47 */
export const createFigures = (language: string): Figures => {
  const locale = localeFor(language);
  const inUnit = (value: number, unit: string, places: number): string => {
    const options = { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: places } as const;
    const parts = new Intl.NumberFormat(locale, options).formatToParts(value);
    const text = (wanted: boolean): string =>
      parts
        .filter(({ type }) => (type === 'unit') === wanted)
        .map((part) => part.value)
        .join('')
        .trim();
    return `${text(false)}${noBreak}${text(true)}`;
  };
  const withName = (figure: string, name: string): string => {
    const text = `${figure}${noBreak}${name}`;
    return language === 'ar' ? isolateLeftToRight(text) : text;
  };
  return {
    coins: (amount) => {
      const exact = ioText(amount) as Intl.StringNumericLiteral;
      const places = amount % (baseUnitsPerIo / 100n) === 0n ? 2 : 8;
      const options = { minimumFractionDigits: places, maximumFractionDigits: places };
      return withName(new Intl.NumberFormat(locale, options).format(exact), 'IO');
    },
    moment: (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at),
    seconds: (ms) => inUnit(ms / 1000, 'second', 1),
    gigabytes: (bytes) => inUnit(bytes / 1024 ** 3, 'gigabyte', 1),
    gibibytes: (bytes, decimals) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: 1 }).format(
        bytes / 1024 ** 3,
      ),
    share: (part) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(part),
    celsius: (degrees) => inUnit(degrees, 'celsius', 0),
    measured: (value, unit) =>
      withName(new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(value), unit),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
  };
};
