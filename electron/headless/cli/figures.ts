/** Figures as the command line prints them, in the reader's language. Number and unit share a no-break space. */
import { localeFor } from '../../../shared/units/locale.ts';
import { baseUnitsPerIo, ioText } from '../../../shared/units/money.ts';

const noBreak = '\u00a0';

export interface Figures {
  /** `1.50 IO` from base units: two decimals at least, as many as there are at most. */
  coins(amount: bigint): string;
  /** `4.5 s`. */
  seconds(ms: number): string;
  /** `24 GB`; counted in 1,024s, as makers of memory do. */
  gigabytes(bytes: number): string;
  celsius(degrees: number): string;
  /** With so many significant digits. */
  number(value: number, digits: number): string;
  /** `A, B and C`. */
  list(items: readonly string[]): string;
}

/** @param language BCP 47 */
export const createFigures = (language: string): Figures => {
  const locale = localeFor(language);
  const inUnit = (value: number, unit: string, places: number): string => {
    const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: places } as const;
    const parts = new Intl.NumberFormat(locale, options).formatToParts(value);
    const text = (wanted: boolean): string =>
      parts
        .filter(({ type }) => (type === 'unit') === wanted)
        .map((part) => part.value)
        .join('')
        .trim();
    return `${text(false)}${noBreak}${text(true)}`;
  };
  return {
    coins: (amount) => {
      const exact = ioText(amount) as Intl.StringNumericLiteral;
      const places = amount % (baseUnitsPerIo / 100n) === 0n ? 2 : 8;
      return `${new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places }).format(exact)}${noBreak}IO`;
    },
    seconds: (ms) => inUnit(ms / 1000, 'second', 1),
    gigabytes: (bytes) => inUnit(bytes / 1024 ** 3, 'gigabyte', 1),
    celsius: (degrees) => inUnit(degrees, 'celsius', 0),
    number: (value, digits) => new Intl.NumberFormat(locale, { maximumSignificantDigits: digits }).format(value),
    list: (items) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
  };
};
