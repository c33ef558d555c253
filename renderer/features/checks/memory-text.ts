/** Writes amounts of memory that were covered or proven: exact to a tenth, in the unit in which they are counted. */
import { useTranslation } from 'react-i18next';
import { localeFor } from '../../../shared/units/locale.ts';
import { useFormats } from '../../app/formats.ts';

export interface MemoryText {
  /** `22.0`, or `512` where the unit is MiB. @param ofBytes what it is a part of, which decides on the unit */
  part(bytes: number, ofBytes: number | null): string;
  /** `24 GiB`. */
  whole(bytes: number): string;
  /** `GiB` or `MiB`. */
  unit(ofBytes: number): string;
}

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

export const useMemoryText = (): MemoryText => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const isLarge = (bytes: number): boolean => bytes >= gibibyte;
  const unit = (ofBytes: number): string => t(isLarge(ofBytes) ? 'unit.GiB' : 'unit.MiB');
  const part = (bytes: number, ofBytes: number | null): string => {
    if (!isLarge(ofBytes ?? bytes)) return formats.number(bytes / mebibyte);
    const places = bytes > 0 && bytes < gibibyte ? 2 : 1;
    const options = { minimumFractionDigits: places, maximumFractionDigits: places };
    return new Intl.NumberFormat(localeFor(formats.language), options).format(bytes / gibibyte);
  };
  return {
    part,
    unit,
    whole: (bytes) => {
      const value = isLarge(bytes) ? formats.number(bytes / gibibyte, 1) : formats.number(bytes / mebibyte);
      return formats.verbatim(t('figure', { value, unit: unit(bytes) }));
    },
  };
};
