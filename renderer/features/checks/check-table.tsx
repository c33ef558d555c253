/** Every check of a run under the part of the PC it is about: figure, last time, spread and result. */
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import table from '../../ui/table.module.css';
import { groupsOf } from './check-groups.ts';
import { outcomeOf } from './check-outcome.ts';
import classes from './check-table.module.css';
import { ratioToLast, reachOf } from './figure-scale.ts';
import { useFigureText } from './figure-text.ts';
import { SpreadBar } from './spread-bar.tsx';
import { StepMark } from './step-mark.tsx';

/** The last column, in a few words. */
const useResultText = (): ((step: CheckStep) => string) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  return (step) => {
    const outcome = outcomeOf(step);
    if (outcome === 'running') return formats.percent(step.progress);
    if (outcome !== 'passed') return t(`result.${outcome}`);
    if (step.coverage) return t('result.errors', { count: step.coverage.wrongWords });
    const ratio = ratioToLast(step);
    if (ratio === null) return t('result.firstTime');
    const share = formats.percent(ratio);
    return step.figure?.unit === 's' ? t('result.ofTime', { share }) : t('result.ofLast', { share });
  };
};

interface CheckTableProps {
  steps: readonly CheckStep[];
  chosenId: string | null;
  onChoose(stepId: string): void;
}

export const CheckTable = ({ steps, chosenId, onChoose }: CheckTableProps) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const text = useFigureText();
  const resultText = useResultText();
  const reach = reachOf(steps);
  return (
    <table className={`${table.table} ${classes.checks}`}>
      <caption>{t('table.caption')}</caption>
      <thead>
        <tr>
          <th scope="col" colSpan={2} className={classes.first}>
            {t('table.check')}
          </th>
          <th scope="col" colSpan={2}>
            {t('table.measured')}
          </th>
          <th scope="col" className={`${table.end} ${classes.wide}`}>
            {t('table.lastTime')}
          </th>
          <th scope="col" className={`${classes.spread} ${classes.wide}`} aria-label={t('table.spread')}>
            <span className={classes.ends}>
              <span>{formats.percent(1 - reach)}</span>
              <span>{formats.percent(1 + reach)}</span>
            </span>
          </th>
          <th scope="col" className={table.end}>
            {t('table.result')}
          </th>
        </tr>
      </thead>
      {groupsOf(steps).map((group) => (
        <tbody key={group.gpuId ?? 'pc'}>
          <tr className={classes.group}>
            <th scope="rowgroup" colSpan={7}>
              {group.gpuId === null ? t('table.pc') : <bdi>{group.subject}</bdi>}
              {group.gpuId === null && <span> {group.subject}</span>}
            </th>
          </tr>
          {group.steps.map((step) => {
            const outcome = outcomeOf(step);
            const { figure } = step;
            return (
              <tr
                key={step.id}
                className={`${table.choosable} ${classes.row}`}
                data-outcome={outcome}
                data-chosen={step.id === chosenId || undefined}
              >
                <td className={classes.mark}>
                  <StepMark outcome={outcome} progress={step.progress} />
                </td>
                <th scope="row">
                  <button
                    type="button"
                    className={table.chooser}
                    aria-pressed={step.id === chosenId}
                    aria-label={t('panel.pick', { check: t(`kind.${step.kind}`), subject: step.subject })}
                    onClick={() => onChoose(step.id)}
                  >
                    {t(`kind.${step.kind}`)}
                  </button>
                </th>
                <td className={classes.figure}>{figure && text.value(figure.unit, figure.median)}</td>
                <td className={classes.unit}>{figure && text.unit(figure.unit, figure.median)}</td>
                <td className={`${table.end} ${classes.last} ${classes.wide}`}>
                  {step.previousMedian !== null && figure && text.whole(figure.unit, step.previousMedian)}
                </td>
                <td className={`${classes.spread} ${classes.wide}`}>
                  {step.state === 'running' ? (
                    <div className={classes.running}>
                      <span className={classes.runningPart} style={{ inlineSize: `${step.progress * 100}%` }} />
                    </div>
                  ) : (
                    <SpreadBar step={step} reach={reach} />
                  )}
                </td>
                <td className={`${table.end} ${classes.result}`}>{resultText(step)}</td>
              </tr>
            );
          })}
        </tbody>
      ))}
    </table>
  );
};
