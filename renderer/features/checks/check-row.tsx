/** One check in the table: its mark, what was measured beside what it is held against, and what came out. */
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import table from '../../ui/table.module.css';
import { outcomeOf } from './check-outcome.ts';
import classes from './check-table.module.css';
import { yardstickOf } from './figure-scale.ts';
import { useFigureText } from './figure-text.ts';
import { useMemoryText } from './memory-text.ts';
import { SpreadBar } from './spread-bar.tsx';
import { StepMark } from './step-mark.tsx';

const Measured = ({ step: { figure, coverage, reference, previousMedian } }: { step: CheckStep }) => {
  const { t } = useTranslation('checks');
  const text = useFigureText();
  const memory = useMemoryText();
  if (coverage) {
    const { coveredBytes, totalBytes } = coverage;
    return (
      <>
        <td className={classes.figure}>{memory.part(coveredBytes, totalBytes)}</td>
        <td className={classes.unit}>
          {totalBytes === null ? memory.unit(coveredBytes) : t('ofTotal', { total: memory.whole(totalBytes) })}
        </td>
      </>
    );
  }
  const largest = figure && Math.max(figure.median, reference?.value ?? previousMedian ?? 0);
  return (
    <>
      <td className={classes.figure}>{figure && largest && text.value(figure.unit, figure.median, largest)}</td>
      <td className={classes.unit}>{figure && largest && text.unit(figure.unit, largest)}</td>
    </>
  );
};

const Beside = ({ step }: { step: CheckStep }) => {
  const { t } = useTranslation('checks');
  const text = useFigureText();
  const { figure, coverage } = step;
  const yardstick = coverage ? null : yardstickOf(step);
  if (!figure || !yardstick) return <td className={classes.beside} />;
  return (
    <td className={classes.beside}>
      {text.value(figure.unit, yardstick.value, Math.max(figure.median, yardstick.value))}{' '}
      <span className={classes.source}>{t(`source.${yardstick.source}`)}</span>
    </td>
  );
};

interface CheckRowProps {
  step: CheckStep;
  reach: number;
  result: string;
  isChosen: boolean;
  onChoose(): void;
}

export const CheckRow = ({ step, reach, result, isChosen, onChoose }: CheckRowProps) => {
  const { t } = useTranslation('checks');
  const outcome = outcomeOf(step);
  const kind = t(`kind.${step.kind}`);
  return (
    <tr className={`${table.choosable} ${classes.row}`} data-outcome={outcome} data-chosen={isChosen || undefined}>
      <td className={classes.mark}>
        <StepMark outcome={outcome} progress={step.progress} />
      </td>
      <th scope="row">
        <button
          type="button"
          className={table.chooser}
          aria-pressed={isChosen}
          aria-label={
            step.subject === ''
              ? t('panel.pickAlone', { check: kind })
              : t('panel.pick', { check: kind, subject: step.subject })
          }
          onClick={onChoose}
        >
          {kind}
        </button>
      </th>
      <Measured step={step} />
      <Beside step={step} />
      <td className={classes.spread}>
        {step.state === 'running' ? (
          <div className={classes.running}>
            <span className={classes.runningPart} style={{ inlineSize: `${step.progress * 100}%` }} />
          </div>
        ) : (
          step.coverage === null && <SpreadBar step={step} reach={reach} />
        )}
      </td>
      <td className={`${table.end} ${classes.result}`}>{result}</td>
    </tr>
  );
};
