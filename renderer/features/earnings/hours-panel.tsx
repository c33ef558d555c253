/** What came in as bars, hour by hour or day by day: jobs over hourly rewards, each filled by how certain it is. */
import { useTranslation } from 'react-i18next';
import type { Earnings, EarningsReport } from '../../../shared/contract/app/earnings.ts';
import { useFormats } from '../../app/formats.ts';
import { BarChart, BarLegend } from '../../ui/bar-chart.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { hoursSummary } from './earned-summary.ts';
import classes from './earnings-page.module.css';

const unitsPerIo = 1e8;
/** A play network's hour may be shorter than a minute on the clock, and then its seconds tell it from the next. */
const shortHourMs = 120_000;
/** A play network's day may be minutes long. */
const shortestDayMs = 1_800_000;

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

const above = (amount: bigint): number => Number(amount < 0n ? 0n : amount) / unitsPerIo;

/** Days of closed hours, for spans in which single hours are too narrow to be seen. */
export const DaysPanel = ({ days }: { days: EarningsReport['days'] }) => {
  const { t } = useTranslation('earnings');
  const formats = useFormats();
  const series = [t('hours.rewards'), t('hours.jobs')] as const;
  const first = days[0];
  const areShort = first !== undefined && first.to - first.from < shortestDayMs;
  const { earning, total, most } = hoursSummary(days);
  return (
    <Panel title={t('days.title')} aside={t('days.axis')}>
      <div className={classes.legend}>
        <BarLegend series={series} />
      </div>
      <BarChart
        bars={days.map((day) => ({
          id: String(day.from),
          label: areShort ? formats.clock(day.from) : formats.dayOfMonth(day.from),
          state: day.state,
          values: [above(day.rewards), above(day.jobs)],
        }))}
        series={series}
        summary={
          earning === 0
            ? t('days.summaryNone')
            : t('days.summary', { count: earning, total: formats.coins(total), most: formats.coins(most) })
        }
        format={(value) => formats.number(value, 2)}
        labelEvery={areShort ? 2 : 1}
        height={206}
      />
    </Panel>
  );
};
