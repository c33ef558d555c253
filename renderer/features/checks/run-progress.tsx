/** One segment per check of the run, filled by what became of it. */
import { useTranslation } from 'react-i18next';
import type { CheckRun } from '../../../shared/contract/app/checks.ts';
import { outcomeOf } from './check-outcome.ts';
import classes from './run-progress.module.css';
import { progressOf } from './time-left.ts';

export const RunProgress = ({ run, done }: { run: CheckRun; done: number }) => {
  const { t } = useTranslation('checks');
  return (
    <div
      className={classes.progress}
      role="progressbar"
      aria-label={t('progress')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(progressOf(run) * 100)}
      aria-valuetext={t('progressText', { done, total: run.steps.length })}
    >
      {run.steps.map((step) => (
        <span key={step.id} className={classes.segment} data-outcome={outcomeOf(step)}>
          {step.state === 'running' && (
            <span className={classes.part} style={{ inlineSize: `${step.progress * 100}%` }} />
          )}
        </span>
      ))}
    </div>
  );
};
