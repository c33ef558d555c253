/** A published hour in words: when it was, and whose signatures it has. */
import { useTranslation } from 'react-i18next';
import type { PublishedHour } from '../../../../shared/contract/app/releases.ts';
import { useFormats } from '../../../app/formats.ts';

export interface HourText {
  /** In the owner's time; with seconds where an hour of the network is shorter than two minutes. */
  start(hour: Pick<PublishedHour, 'startsAt' | 'endsAt'>, now: number): string;
  period(hour: Pick<PublishedHour, 'startsAt' | 'endsAt'>, now: number): string;
  signers(hour: Pick<PublishedHour, 'signedBy'>): string;
}

const shortHourMs = 120_000;

export const useHourText = (): HourText => {
  const { t } = useTranslation('releases');
  const formats = useFormats();
  const moment = (at: number, now: number, isShort: boolean): string =>
    isShort && new Date(at).toDateString() === new Date(now).toDateString()
      ? formats.clock(at, true)
      : formats.moment(at, now);
  const isShort = ({ startsAt, endsAt }: Pick<PublishedHour, 'startsAt' | 'endsAt'>): boolean =>
    endsAt - startsAt < shortHourMs;
  return {
    start: (hour, now) => moment(hour.startsAt, now, isShort(hour)),
    period: (hour, now) =>
      t('hour.period', {
        from: moment(hour.startsAt, now, isShort(hour)),
        to: moment(hour.endsAt, now, isShort(hour)),
      }),
    signers: ({ signedBy }) => {
      const validators = formats.number(signedBy.validators);
      if (signedBy.network)
        return signedBy.validators === 0 ? t('signedBy.network') : t('signedBy.both', { validators });
      return signedBy.validators === 0 ? t('signedBy.nobody') : t('signedBy.validators', { validators });
    },
  };
};
