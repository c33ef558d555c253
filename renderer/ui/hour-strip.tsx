/** One network hour as 60 cells: counted, missed, still possible; with now and the last safe minute marked. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../app/formats.ts';
import classes from './hour-strip.module.css';
import { type HourMinutes, hourStripCells } from './hour-strip-cells.ts';

interface HourStripProps {
  hour: HourMinutes;
  /** Clock times of the ends, of now and of the last safe minute (null: this hour cannot count any more). */
  labels: { start: string; now: string; end: string; lastSafe: string | null };
}

export const HourStrip = ({ hour, labels }: HourStripProps) => {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const { cells, counted, missed, left, nowAt, lastSafeAt } = hourStripCells(hour);
  const summary = [
    t('hour.counted', { count: counted }),
    t('hour.missed', { count: missed }),
    left === null ? t('hour.tooLate') : t('hour.left', { count: left }),
  ];
  return (
    <figure className={classes.figure}>
      <div className={classes.labels} aria-hidden="true">
        <span>{nowAt < 7 ? '' : labels.start}</span>
        <span className={classes.now} style={{ insetInlineStart: `${(nowAt / 60) * 100}%` }}>
          {labels.now}
        </span>
        {labels.lastSafe !== null && lastSafeAt !== null && lastSafeAt - nowAt > 3 && (
          <span
            className={classes.last}
            data-is-close={lastSafeAt - nowAt < 10 || undefined}
            style={{ insetInlineStart: `${(lastSafeAt / 60) * 100}%` }}
          >
            {labels.lastSafe}
          </span>
        )}
        <span>{Math.max(nowAt, lastSafeAt ?? 0) > 50 ? '' : labels.end}</span>
      </div>
      <div className={classes.strip} role="img" aria-label={formats.list(summary)}>
        {cells.map(({ minute, kind }) => (
          <span key={minute} className={classes.cell} data-kind={kind} />
        ))}
        <span className={classes.needle} style={{ insetInlineStart: `${(nowAt / 60) * 100}%` }} />
        {lastSafeAt !== null && lastSafeAt > nowAt && (
          <span className={classes.needle} data-is-last style={{ insetInlineStart: `${(lastSafeAt / 60) * 100}%` }} />
        )}
      </div>
      <figcaption className={classes.caption}>
        {summary.map((part) => (
          <span key={part}>{part}</span>
        ))}
      </figcaption>
    </figure>
  );
};
