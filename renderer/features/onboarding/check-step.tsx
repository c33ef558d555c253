/** Step two: a quick check of this PC, with its progress and its outcome. */
import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CheckRun } from '../../../shared/contract/app/checks.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useNow } from '../../app/now.ts';
import { useAction } from '../../client/action.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useRunSentence } from '../checks/run-sentence.ts';
import classes from './onboarding.module.css';

const progressOf = ({ steps }: CheckRun): number =>
  steps.length === 0 ? 0 : steps.reduce((sum, { progress }) => sum + progress, 0) / steps.length;

const Outcome = ({ run }: { run: CheckRun }) => {
  const { mark, sentence } = useRunSentence(run, useNow(10_000));
  return (
    <p className={classes.outcome} role="status">
      <StateMark mark={mark} />
      {sentence}
    </p>
  );
};

const Running = ({ run }: { run: CheckRun }) => {
  const { t } = useTranslation(['onboarding', 'checks']);
  const stop = useAction((core, signal) => core.checks.cancel(undefined, { signal }));
  const busy = run.steps.find((step) => step.state === 'running');
  return (
    <>
      <Outcome run={run} />
      <Progress value={progressOf(run) * 100} aria-label={t('check.progress')} size={6} />
      <p className={classes.text}>
        {busy ? t('check.busy', { check: t(`checks:kind.${busy.kind}`), subject: busy.subject }) : t('check.starting')}
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
