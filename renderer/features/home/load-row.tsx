/** A device's load in its card: the last hour of it drawn, and how much it is now in words. */
import { useTranslation } from 'react-i18next';
import type { Readings } from '../../../shared/contract/app/machine.ts';
import { useFormats } from '../../app/formats.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import classes from './device-card.module.css';

export const LoadRow = ({ reading: { now, lastHour } }: { reading: Readings['gpus'][string] }) => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  return (
    <div className={classes.load}>
      <dt>{t('card.load')}</dt>
      <dd>
        <Sparkline
          points={lastHour.map(({ load }) => load)}
          max={1.05}
          height={22}
          summary={
            now.load === null ? t('card.loadUnknown') : t('card.loadSummary', { now: formats.percent(now.load) })
          }
        />
      </dd>
    </div>
  );
};
