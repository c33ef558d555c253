/** What a figure is held against, who says so, and from where on it is as it should be. */
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { shareOf } from './figure-scale.ts';
import { useFigureText } from './figure-text.ts';
import classes from './step-explanation.module.css';

export const ReferenceNote = ({ step }: { step: CheckStep }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const text = useFigureText();
  const { figure, reference, coverage, previousMedian } = step;
  const share = shareOf(step);
  if (!figure || coverage) return null;
  if (!reference || share === null)
    return previousMedian === null ? <p className={classes.text}>{t('beside.nothing')}</p> : null;
  return (
    <p className={classes.text}>
      {t(`beside.${reference.source}`, {
        share: formats.percent(share),
        figure: text.whole(figure.unit, reference.value),
        expected: formats.percent(reference.expectedRatio),
      })}
      {reference.url !== null && (
        <span className={classes.address}>
          <bdi>{reference.url.replace(/^https:\/\/(www\.)?/, '')}</bdi>
        </span>
      )}
    </p>
  );
};
