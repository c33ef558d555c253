/** Writes measured figures in the language on screen: three figures, the unit that fits, a no-break space between. */
import { useTranslation } from 'react-i18next';
import type { Figure } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { directionOf } from '../../app/i18n.ts';
import { digitsFor, shownAs } from './figure-scale.ts';

export interface FigureText {
  /** `76.1`, without its unit. */
  value(unit: Figure['unit'], raw: number): string;
  /** `TFLOPS`. */
  unit(unit: Figure['unit'], raw: number): string;
  /** `76.1 TFLOPS`. */
  whole(unit: Figure['unit'], raw: number): string;
}

export const useFigureText = (): FigureText => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const value = (unit: Figure['unit'], raw: number): string => {
    const shown = raw / shownAs(unit, raw).divisor;
    return formats.number(shown, digitsFor(shown));
  };
  const unit = (raw: Figure['unit'], size: number): string => t(`unit.${shownAs(raw, size).unit}`);
  // Keeps `76.1 TFLOPS` in its order inside a right-to-left sentence.
  const isolated = (text: string): string => (directionOf(formats.language) === 'rtl' ? `\u2068${text}\u2069` : text);
  return {
    value,
    unit,
    whole: (raw, size) => isolated(t('figure', { value: value(raw, size), unit: unit(raw, size) })),
  };
};
