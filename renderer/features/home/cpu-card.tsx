/** The processor as this PC's device, where there is no GPU to take part. */
import { useTranslation } from 'react-i18next';
import { markOf } from '../../app/activity.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './device-card.module.css';
import { LoadRow } from './load-row.tsx';

export const CpuCard = () => {
  const { t } = useTranslation(['home', 'common']);
  const formats = useFormats();
  const machine = useTopic('machine');
  const reading = useTopic('readings').cpu;
  const { activity, device, network } = useTopic('status');
  if (machine === null) return null;
  const isDevice = device?.kind === 'cpu';
  return (
    <section className={classes.card} aria-label={t('card.cpu')}>
      <div className={classes.top}>
        <StateMark mark={isDevice ? markOf(activity) : 'off'} />
        <h2>{machine.cpu.name ?? t('card.cpu')}</h2>
        <span className={classes.size}>{t('card.threads', { count: machine.cpu.threads })}</span>
      </div>
      <p className={classes.state}>
        {isDevice ? t('card.cpuDevice', { network: network?.name ?? t('common:notKnown') }) : t('card.cpuIdle')}
      </p>
      {reading && (
        <dl className={classes.figures}>
          <div>
            <dt>{t('card.temperature')}</dt>
            <dd>
              {reading.now.temperatureCelsius === null
                ? t('common:notKnown')
                : formats.celsius(reading.now.temperatureCelsius)}
            </dd>
          </div>
          <div>
            <dt>{t('card.loadNow')}</dt>
            <dd>{reading.now.load === null ? t('common:notKnown') : formats.percent(reading.now.load)}</dd>
          </div>
          <LoadRow reading={reading} />
        </dl>
      )}
    </section>
  );
};
