/** The length of the cooldown in words for a sentence: `14 days`, or `20 min 30 s` where no unit divides it. */
import { localeFor } from '../../../shared/units/locale.ts';
import { useFormats } from '../../app/formats.ts';

const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1_000 },
] as const;

/** @returns the largest unit that divides `lengthMs`, with its plural by the language's own rules; null for none */
export const wholeLength = (lengthMs: number, language: string): string | null => {
  const unit = units.find(({ ms }) => lengthMs >= ms && lengthMs % ms === 0);
  if (!unit) return null;
  return new Intl.NumberFormat(localeFor(language), { style: 'unit', unit: unit.name, unitDisplay: 'long' })
    .format(lengthMs / unit.ms)
    .replaceAll(' ', '\u00a0');
};

export const useCooldownText = (): ((lengthMs: number) => string) => {
  const formats = useFormats();
  return (lengthMs) => wholeLength(lengthMs, formats.language) ?? formats.duration(lengthMs);
};
