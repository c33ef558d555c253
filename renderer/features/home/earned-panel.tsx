/** What today brought, and the last 24 network hours as bars. */
import { useTranslation } from 'react-i18next';
import type { Earnings } from '../../../shared/contract/app/earnings.ts';
import { baseUnitsPerIo } from '../../../shared/units/money.ts';
import { type Formats, useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { type Bar, BarChart, BarLegend } from '../../ui/bar-chart.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MoneyTag } from '../../ui/money-tag.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './earned-panel.module.css';
import { todayStateOf } from './home-view.ts';

/** For drawing only; amounts in words stay exact. */
const inIo = (amount: bigint): number => Number(amount) / Number(baseUnitsPerIo);

const barsOf = ({ hours }: Earnings, formats: Formats): Bar[] =>
  hours.map((hour) => ({
    id: String(hour.epoch),
    label: formats.exactClock(hour.from),
    state: hour.state,
    values: [inIo(hour.rewards), inIo(hour.jobs)],
  }));

const midnight = (): number => new Date().setHours(0, 0, 0, 0);

const NoHours = () => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const { activity, network } = useTopic('status');
  const isEarning = activity === 'ready' || activity === 'working';
  return (
    <EmptyState
      sentence={t('earned.empty')}
      detail={
        isEarning && network
          ? t('earned.firstAt', { time: formats.exactClock(network.hourEndsAt) })
          : t('earned.whenStarted')
      }
    />
  );
};

export const EarnedPanel = () => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const earnings = useTopic('earnings');
  const { network } = useTopic('status');
  const state = todayStateOf(earnings, midnight());
  const bars = barsOf(earnings, formats);
  const total = earnings.hours.reduce((sum, hour) => sum + hour.rewards + hour.jobs, 0n);
  const series = [t('earned.rewards'), t('earned.jobs')] as const;
  return (
    <Panel>
      <div className={classes.head}>
        <div>
          <h2 className={classes.label}>
            {t('earned.today')} {state && <MoneyTag state={state} />}
          </h2>
          {earnings.readAt !== null && <p className={classes.hero}>{formats.coins(earnings.today)}</p>}
          {network?.isPlay && <p className={classes.note}>{t('earned.play', { network: network.name })}</p>}
        </div>
        {bars.length > 0 && (
          <div className={classes.legend}>
            <p>{t('earned.hours', { count: bars.length })}</p>
            <BarLegend series={series} />
          </div>
        )}
      </div>
      {bars.length === 0 ? (
        <NoHours />
      ) : (
        <BarChart
          bars={bars}
          series={series}
          summary={t('earned.summary', { count: bars.length, total: formats.coins(total) })}
          height={196}
          format={(value, places) =>
            formats.coinFigure(BigInt(Math.round(value * Number(baseUnitsPerIo))), { places: Math.min(8, places) })
          }
        />
      )}
    </Panel>
  );
};
