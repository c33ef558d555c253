/** Writes measured figures in the language on screen: three figures, the unit that fits, a no-break space between. */
import { useTranslation } from 'react-i18next';
import type { Figure } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { digitsFor, shownAs } from './figure-unit.ts';

type RawUnit = Figure['unit'];

/** `largest`: of the figures that stand side by side, so that all get one unit; the figure itself by default. */
export interface FigureText {
  /** `76.1`, without its unit. */
  value(unit: RawUnit, raw: number, largest?: number): string;
  /** `TFLOPS`. */
  unit(unit: RawUnit, largest: number): string;
  /** `76.1 TFLOPS`. */
  whole(unit: RawUnit, raw: number, largest?: number): string;
  /** `70.1–72.0 TFLOPS`. */
  range(unit: RawUnit, low: number, high: number, largest?: number): string;
  megahertz(mhz: number): string;
}

export const useFigureText = (): FigureText => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const value = (unit: RawUnit, raw: number, largest = raw): string => {
    const shown = raw / shownAs(unit, largest).divisor;
    return formats.number(shown, digitsFor(shown));
  };
  const unit = (raw: RawUnit, largest: number): string => t(`unit.${shownAs(raw, largest).unit}`);
  // Keeps `76.1 TFLOPS` in its order inside a right-to-left sentence.
  const withUnit = (figure: string, name: string): string =>
    formats.verbatim(t('figure', { value: figure, unit: name }));
  return {
    value,
    unit,
    whole: (raw, size, largest = size) => withUnit(value(raw, size, largest), unit(raw, largest)),
    range: (raw, low, high, largest = high) =>
      withUnit(`${value(raw, low, largest)}–${value(raw, high, largest)}`, unit(raw, largest)),
    megahertz: (mhz) => withUnit(formats.number(mhz), t('unit.MHz')),
  };
};
