/** One measured figure beside what it is held against: the pale band of its windows, the dark tick of its middle. */
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { placeOf, shareOf, yardstickOf } from './figure-scale.ts';
import { useFigureText } from './figure-text.ts';
import classes from './spread-bar.module.css';

/** @param reach how far the axis goes to each side, from `reachOf` */
export const SpreadBar = ({ step, reach }: { step: CheckStep; reach: number }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const text = useFigureText();
  const place = placeOf(step, reach);
  if (!place || !step.figure) return null;
  const { unit, median, p10, p90 } = step.figure;
  const ends = { low: text.whole(unit, p10, median), high: text.whole(unit, p90, median) };
  const share = shareOf(step);
  const source = yardstickOf(step)?.source ?? null;
  const summary =
    share === null || source === null
      ? t('spread.alone', ends)
      : t(`spread.${source}`, { ...ends, share: formats.percent(share) });
  const percent = (part: number): string => `${part * 100}%`;
  return (
    <div className={classes.spread} role="img" aria-label={summary} data-is-slow={step.gap.length > 0 || undefined}>
      <span className={classes.line} />
      {place.expectedFrom !== null && (
        <span className={classes.expected} style={{ insetInlineStart: percent(place.expectedFrom) }} />
      )}
      <span
        className={classes.band}
        style={{ insetInlineStart: percent(place.bandStart), inlineSize: percent(place.bandEnd - place.bandStart) }}
      />
      {place.hasYardstick && <span className={classes.yardstick} />}
      <span className={classes.point} style={{ insetInlineStart: percent(place.point) }} />
    </div>
  );
};
