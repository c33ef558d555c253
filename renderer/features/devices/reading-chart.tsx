/** One reading of one part: its name, what it is now, and the last hour of it. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import classes from './reading-chart.module.css';

interface ReadingChartProps {
  label: string;
  /** Oldest first, null where nothing was read. */
  points: readonly (number | null)[];
  /** When the first and the last of the points were read. */
  span: readonly [number, number] | null;
  /** Already written; null: not known. */
  now: string | null;
  /** Beside it, such as `limit 80`. */
  bound?: string;
  max: number;
  limit?: number | null;
}

export const ReadingChart = ({ label, points, span, now, bound, max, limit = null }: ReadingChartProps) => {
  const { t } = useTranslation(['devices', 'common']);
  const formats = useFormats();
  const isKnown = points.some((point) => point !== null);
  const shown = now ?? t('common:notKnown');
  return (
    <div className={classes.chart}>
      <div className={classes.head}>
        <span className={classes.label}>{label}</span>
        <span className={classes.now} data-is-unknown={now === null || undefined}>
          {shown} {now !== null && bound && <small>{bound}</small>}
        </span>
      </div>
      {isKnown && (
        <Sparkline
          points={points}
          max={max}
          limit={limit}
          summary={t('chart.summary', { label, now: shown })}
          {...(span === null ? {} : { labels: [formats.clock(span[0]), formats.clock(span[1])] as const })}
        />
      )}
      {!isKnown && <p className={classes.silent}>{t('chart.silent')}</p>}
    </div>
  );
};
