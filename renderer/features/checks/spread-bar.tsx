/** One measured figure beside the last one: the pale band of its measurements, the dark tick of its middle. */
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { placeOf, ratioToLast } from './figure-scale.ts';
import { useFigureText } from './figure-text.ts';
import classes from './spread-bar.module.css';

/** @param reach how far the axis goes to each side, from `reachOf` */
export const SpreadBar = ({ step, reach }: { step: CheckStep; reach: number }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const text = useFigureText();
  const place = placeOf(step, reach);
  if (!place || !step.figure) return null;
  const ends = {
    low: text.whole(step.figure.unit, step.figure.p10),
    high: text.whole(step.figure.unit, step.figure.p90),
  };
  const ratio = ratioToLast(step);
  const summary =
    ratio === null ? t('spread.alone', ends) : t('spread.beside', { ...ends, share: formats.percent(ratio) });
  const percent = (part: number): string => `${part * 100}%`;
  return (
    <div className={classes.spread} role="img" aria-label={summary}>
      <span className={classes.line} />
      <span
        className={classes.band}
        style={{ insetInlineStart: percent(place.bandStart), inlineSize: percent(place.bandEnd - place.bandStart) }}
      />
      {place.hasReference && <span className={classes.reference} />}
      <span className={classes.point} style={{ insetInlineStart: percent(place.point) }} />
    </div>
  );
};
