/** The last 24 network hours as bars: jobs over hourly rewards, each hour filled by how certain it is. */
import { useTranslation } from 'react-i18next';
import type { Earnings } from '../../../shared/contract/app/earnings.ts';
import { useFormats } from '../../app/formats.ts';
import { BarChart, BarLegend } from '../../ui/bar-chart.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { hoursSummary } from './earned-summary.ts';
import classes from './earnings-page.module.css';

const unitsPerIo = 1e8;
/** A play network's hour may be shorter than a minute on the clock, and then its seconds tell it from the next. */
const shortHourMs = 120_000;

export const HoursPanel = ({ hours }: { hours: Earnings['hours'] }) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const series = [t('hours.rewards'), t('hours.jobs')] as const;
  const { earning, total, most } = hoursSummary(hours);
  const first = hours[0];
  const areShort = first !== undefined && first.to - first.from < shortHourMs;
  const summary =
    earning === 0
      ? t('hours.summaryNone')
      : t('hours.summary', { count: earning, total: formats.coins(total), most: formats.coins(most) });
  return (
    <Panel title={t('hours.title')} aside={t('hours.axis')}>
      {hours.length === 0 ? (
        <EmptyState sentence={t('hours.empty')} />
      ) : (
        <>
          <div className={classes.legend}>
            <BarLegend series={series} />
          </div>
          <BarChart
            bars={hours.map((hour) => ({
              id: String(hour.epoch),
              label: formats.clock(hour.from, areShort),
              state: hour.state,
              values: [Number(hour.rewards) / unitsPerIo, Number(hour.jobs) / unitsPerIo],
            }))}
            series={series}
            summary={summary}
            format={(value) => formats.number(value, 2)}
            labelEvery={areShort ? 6 : 3}
            height={206}
          />
        </>
      )}
    </Panel>
  );
};
