/** The processor as a device, where no GPU takes part. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inventory } from '../../../shared/contract/app/machine.ts';
import { markOf } from '../../app/activity.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { Chip } from '../../ui/chip.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './gpu-panel.module.css';
import { ReadingChart } from './reading-chart.tsx';

export const CpuPanel = ({ machine }: { machine: Inventory }) => {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const id = useId();
  const reading = useTopic('readings').cpu;
  const { activity, device, network } = useTopic('status');
  const isDevice = device?.kind === 'cpu';
  const hour = reading?.lastHour ?? [];
  const first = hour[0];
  const last = hour.at(-1);
  const span = first && last ? ([first.at, last.at] as const) : null;
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.top}>
        <StateMark mark={isDevice ? markOf(activity) : 'off'} />
        <h2 id={id}>{machine.cpu.name ?? t('rest.processor')}</h2>
        <Chip>{t('threads', { count: machine.cpu.threads })}</Chip>
      </div>
      <div className={classes.state}>
        {isDevice ? t('cpu.device', { network: network?.name ?? '' }) : t('cpu.idle')}
      </div>
      {reading && (
        <div className={classes.charts}>
          <ReadingChart
            label={t('chart.load')}
            points={hour.map(({ load }) => load)}
            span={span}
            now={reading.now.load === null ? null : formats.percent(reading.now.load)}
            max={1.05}
          />
          <ReadingChart
            label={t('chart.temperature')}
            points={hour.map(({ temperatureCelsius }) => temperatureCelsius)}
            span={span}
            now={reading.now.temperatureCelsius === null ? null : formats.celsius(reading.now.temperatureCelsius)}
            max={110}
          />
        </div>
      )}
    </section>
  );
};
