/** The chosen check in plain words: what it does, what came out, and what it does not prove. */
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { Chip, type ChipTone } from '../../ui/chip.tsx';
import { Panel } from '../../ui/panel.tsx';
import { outcomeOf, type StepOutcome } from './check-outcome.ts';
import { useFigureText } from './figure-text.ts';
import { RunningLoad } from './running-load.tsx';
import classes from './step-explanation.module.css';

const tones: Record<StepOutcome, ChipTone> = {
  waiting: 'plain',
  running: 'accent',
  passed: 'ok',
  invalid: 'bad',
  failed: 'warn',
  cancelled: 'plain',
  unjudged: 'plain',
};

const Findings = ({ step }: { step: CheckStep }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const text = useFigureText();
  const { figure, coverage, previousMedian } = step;
  if (!figure && !coverage) return null;
  return (
    <ul className={classes.findings}>
      {figure && (
        <li>
          {t('panel.middle', {
            count: figure.windows,
            low: text.whole(figure.unit, figure.p10),
            high: text.whole(figure.unit, figure.p90),
          })}
        </li>
      )}
      {figure && (
        <li>
          {previousMedian === null
            ? t('panel.firstTime')
            : t('panel.lastTime', { figure: text.whole(figure.unit, previousMedian) })}
        </li>
      )}
      {coverage && (
        <li>
          {coverage.totalBytes === null
            ? t('panel.coveredOnly', { covered: formats.bytes(coverage.coveredBytes) })
            : t('panel.covered', {
                covered: formats.bytes(coverage.coveredBytes),
                total: formats.bytes(coverage.totalBytes),
              })}
        </li>
      )}
      {coverage && (
        <li>
          {coverage.wrongWords === 0 ? t('panel.noWrongWords') : t('panel.wrongWords', { count: coverage.wrongWords })}
        </li>
      )}
    </ul>
  );
};

export const StepExplanation = ({ step }: { step: CheckStep }) => {
  const { t } = useTranslation('checks');
  const outcome = outcomeOf(step);
  return (
    <Panel title={t(`kind.${step.kind}`)} aside={<Chip tone={tones[outcome]}>{t(`state.${outcome}`)}</Chip>}>
      {step.subject !== '' && (
        <p className={classes.subject}>
          <bdi>{step.subject}</bdi>
        </p>
      )}
      <p className={classes.text}>{t(`does.${step.kind}`)}</p>
      <Findings step={step} />
      {step.state === 'running' && step.gpuId !== null && <RunningLoad gpuId={step.gpuId} />}
      <h3 className={classes.head}>{t('panel.notProven')}</h3>
      <p className={classes.text}>{t(`notProven.${step.kind}`)}</p>
    </Panel>
  );
};
