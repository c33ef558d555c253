/** Step two: a quick check of this PC, with its progress and its outcome. */
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CheckRun, CheckStep as CheckStepState } from '../../../shared/contract/app/checks.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useNow } from '../../app/now.ts';
import { useAction } from '../../client/action.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useRunSentence } from '../checks/run-sentence.ts';
import { progressOf } from '../checks/time-left.ts';
import classes from './onboarding.module.css';

const Outcome = ({ run }: { run: CheckRun }) => {
  const { mark, sentence } = useRunSentence(run, useNow(10_000));
  return (
    <p className={classes.outcome} role="status">
      <StateMark mark={mark} />
      {sentence}
    </p>
  );
};

const useBusyText = (): ((step: CheckStepState | undefined) => string) => {
  const { t } = useTranslation(['onboarding', 'checks']);
  return (step) => {
    if (!step) return t('check.starting');
    const check = t(`checks:kind.${step.kind}`);
    return step.subject === '' ? t('check.busyAlone', { check }) : t('check.busy', { check, subject: step.subject });
  };
};

const Running = ({ run }: { run: CheckRun }) => {
  const { t } = useTranslation('onboarding');
  const busyText = useBusyText();
  const { left } = useRunSentence(run, useNow(5_000));
  const stop = useAction((core, signal) => core.checks.cancel(undefined, { signal }));
  return (
    <>
      <Outcome run={run} />
      <Progress value={progressOf(run) * 100} aria-label={t('check.progress')} size={6} />
      <p className={classes.text}>
        {busyText(run.steps.find((step) => step.state === 'running'))} {left}
      </p>
      <div className={classes.buttons}>
        <Button onClick={() => void stop.run()} loading={stop.isBusy}>
          {t('check.stop')}
        </Button>
      </div>
    </>
  );
};

export const CheckStep = ({ run }: { run: CheckRun | null }) => {
  const { t } = useTranslation('onboarding');
  const start = useAction((core, signal) => core.checks.start({ mode: 'quick' }, { signal }));
  const failureText = useFailureText();
  if (run?.state === 'running') return <Running run={run} />;
  return (
    <>
      {run ? <Outcome run={run} /> : <p className={classes.text}>{t('check.text')}</p>}
      <div className={classes.buttons}>
        <Button variant={run ? 'default' : 'filled'} onClick={() => void start.run()} loading={start.isBusy}>
          {run ? t('check.again') : t('check.start')}
        </Button>
        <FailureNote text={failureText(start.failure)} />
      </div>
    </>
  );
};
