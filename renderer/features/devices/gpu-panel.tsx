/** One GPU in full: state, three charts, headroom, and on request where each fact comes from. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gpu, Reading } from '../../../shared/contract/app/machine.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { Chip } from '../../ui/chip.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { FactTable } from './fact-table.tsx';
import { hasConflicts } from './gpu-facts.ts';
import classes from './gpu-panel.module.css';
import { GpuSwitch } from './gpu-switch.tsx';
import { isSpeaking } from './gpu-view.ts';
import { useGpuWords } from './gpu-words.ts';
import { Headroom } from './headroom.tsx';
import { ReadingChart } from './reading-chart.tsx';

const spanOf = (hour: readonly Reading[]): readonly [number, number] | null => {
  const first = hour[0];
  const last = hour.at(-1);
  return first && last ? [first.at, last.at] : null;
};

const Charts = ({ gpu }: { gpu: Gpu }) => {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const reading = useTopic('readings').gpus[gpu.id];
  const { temperatureLimitCelsius: limit } = useTopic('settings');
  const hour = reading?.lastHour ?? [];
  const now = reading?.now ?? null;
  const span = spanOf(hour);
  const cap = gpu.powerLimitWatts.value;
  const highestWatts = Math.max(1, ...hour.map(({ powerWatts }) => powerWatts ?? 0));
  return (
    <div className={classes.charts}>
      <ReadingChart
        label={t('chart.load')}
        points={hour.map(({ load }) => load)}
        span={span}
        now={now?.load == null ? null : formats.percent(now.load)}
        max={1.05}
      />
      <ReadingChart
        label={t('chart.temperature')}
        points={hour.map(({ temperatureCelsius }) => temperatureCelsius)}
        span={span}
        now={now?.temperatureCelsius == null ? null : formats.celsius(now.temperatureCelsius)}
        bound={t('chart.limit', { value: formats.number(limit) })}
        max={limit * 1.15}
        limit={limit}
      />
      <ReadingChart
        label={t('chart.power')}
        points={hour.map(({ powerWatts }) => powerWatts)}
        span={span}
        now={now?.powerWatts == null ? null : formats.watts(now.powerWatts)}
        {...(cap === null ? {} : { bound: t('chart.cap', { value: formats.number(cap) }) })}
        max={(cap ?? highestWatts) * 1.12}
        limit={cap}
      />
    </div>
  );
};

export const GpuPanel = ({ gpu }: { gpu: Gpu }) => {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const { name, mark, state } = useGpuWords(gpu);
  const [areFactsShown, setAreFactsShown] = useState(false);
  const id = useId();
  const hasReadings = isSpeaking(useTopic('readings').gpus[gpu.id]);
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.top}>
        <StateMark mark={mark} />
        <h2 id={id}>{name}</h2>
        {gpu.vramBytes.value !== null && <span className={classes.size}>{formats.bytes(gpu.vramBytes.value)}</span>}
        <Chip>{t(`kind.${gpu.kind}`)}</Chip>
        {gpu.driver.value !== null && <Chip>{t('driver', { version: gpu.driver.value })}</Chip>}
        {hasConflicts(gpu) && <Chip tone="warn">{t('conflict')}</Chip>}
        {gpu.unusable === null && (
          <div className={classes.switch}>
            <span aria-hidden="true">{t('worksFor')}</span>
            <GpuSwitch gpuId={gpu.id} name={name} />
          </div>
        )}
      </div>
      <div className={classes.state}>
        <p>{state}</p>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={areFactsShown}
          onClick={() => setAreFactsShown(!areFactsShown)}
        >
          {areFactsShown ? t('facts.hide') : t('facts.show')}
        </button>
      </div>
      {hasReadings ? (
        <Charts gpu={gpu} />
      ) : (
        <p className={classes.silent}>
          {t(gpu.kind === 'software' && gpu.unusable === null ? 'softwareSilent' : 'silent')}
        </p>
      )}
      <Headroom gpu={gpu} />
      {areFactsShown && (
        <div className={classes.facts}>
          <FactTable gpu={gpu} />
        </div>
      )}
    </section>
  );
};
