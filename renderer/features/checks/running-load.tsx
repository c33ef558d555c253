/** How warm the GPU under check is, live, with the owner's limit. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import classes from './step-explanation.module.css';

export const RunningLoad = ({ gpuId }: { gpuId: string }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const readings = useTopic('readings').gpus[gpuId];
  const limit = useTopic('settings').temperatureLimitCelsius;
  const celsius = readings?.now.temperatureCelsius ?? null;
  const watts = readings?.now.powerWatts ?? null;
  if (!readings || celsius === null) return null;
  const limitText = t('panel.temperatureLimit', { limit: formats.celsius(limit) });
  return (
    <>
      <p className={classes.reading}>
        <span>{t('panel.temperature')}</span>
        <span>
          <strong>{formats.celsius(celsius)}</strong> <small>{limitText}</small>
        </span>
      </p>
      <Sparkline
        points={readings.lastHour.map((reading) => reading.temperatureCelsius)}
        max={limit + 10}
        limit={limit}
        summary={t('panel.temperatureSummary', { now: formats.celsius(celsius), limit: formats.celsius(limit) })}
        height={44}
      />
      {watts !== null && (
        <p className={classes.reading}>
          <span>{t('panel.power')}</span>
          <strong>{formats.watts(watts)}</strong>
        </p>
      )}
    </>
  );
};
