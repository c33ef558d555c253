/** One GPU in short: state, temperature against the limit, power against the cap, and an hour of load. */
import { useTranslation } from 'react-i18next';
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { GpuSwitch } from '../devices/gpu-switch.tsx';
import { isSpeaking } from '../devices/gpu-view.ts';
import { useGpuWords } from '../devices/gpu-words.ts';
import classes from './device-card.module.css';
import { LoadRow } from './load-row.tsx';

export const GpuCard = ({ gpu }: { gpu: Gpu }) => {
  const { t } = useTranslation(['home', 'common']);
  const formats = useFormats();
  const { name, mark, state } = useGpuWords(gpu);
  const reading = useTopic('readings').gpus[gpu.id];
  const { temperatureLimitCelsius } = useTopic('settings');
  const now = reading?.now;
  const vram = gpu.vramBytes.value;
  const unknown = t('common:notKnown');
  return (
    <section className={classes.card} aria-label={name}>
      <div className={classes.top}>
        <StateMark mark={mark} />
        <h2>{name}</h2>
        {vram !== null && <span className={classes.size}>{formats.bytes(vram)}</span>}
        {gpu.unusable === null && (
          <div className={classes.end}>
            <GpuSwitch gpuId={gpu.id} name={name} />
          </div>
        )}
      </div>
      <p className={classes.state}>{state}</p>
      {reading && isSpeaking(reading) && (
        <dl className={classes.figures}>
          <div>
            <dt>{t('card.temperature')}</dt>
            <dd>
              {now?.temperatureCelsius == null ? <small>{unknown}</small> : formats.celsius(now.temperatureCelsius)}{' '}
              <small>{t('card.of', { limit: formats.number(temperatureLimitCelsius) })}</small>
            </dd>
          </div>
          <div>
            <dt>{t('card.power')}</dt>
            <dd>
              {now?.powerWatts == null ? <small>{unknown}</small> : formats.watts(now.powerWatts)}{' '}
              {gpu.powerLimitWatts.value !== null && (
                <small>{t('card.of', { limit: formats.number(gpu.powerLimitWatts.value) })}</small>
              )}
            </dd>
          </div>
          <LoadRow reading={reading} />
        </dl>
      )}
      <p className={classes.foot}>
        {now?.vramUsedBytes != null && vram !== null
          ? t('card.memory', { used: formats.bytes(now.vramUsedBytes), total: formats.bytes(vram) })
          : t(gpu.kind === 'software' ? 'card.software' : 'card.noSensors')}
      </p>
    </section>
  );
};
