/** Why hours did not count, in words. The network names the reason; one that this version does not know is shown as it is. */
import { useTranslation } from 'react-i18next';
import type texts from '../../../locales/en/earnings.json';
import { useFormats } from '../../app/formats.ts';

const known = [
  'class',
  'minutes',
  'proofs',
  'stake',
  'tier',
  'verified_hours',
  'uptime',
  'part_hour',
  'joined_this_hour',
  'not_heard',
] as const;
type KnownReason = (typeof known)[number] & keyof typeof texts.notCounted;

const isKnown = (reason: string): reason is KnownReason => (known as readonly string[]).includes(reason);

export const useReasonText = (): {
  /** `the stake was short` */
  short(reason: string): string;
  /** `3 hours: the stake was short` */
  hours(reason: string, hours: number): string;
} => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const short = (reason: string): string => (isKnown(reason) ? t(`notCounted.${reason}`) : formats.verbatim(reason));
  return {
    short,
    hours: (reason, hours) =>
      t('notCounted.hours', { count: hours, number: formats.number(hours), reason: short(reason) }),
  };
};
