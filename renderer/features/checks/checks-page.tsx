/** Does this PC hold up? Progress of the run, each figure beside the last one, and one check explained. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureText } from '../../app/failure-text.ts';
import { useNow } from '../../app/now.ts';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { stepToExplain } from './check-groups.ts';
import { summaryOf } from './check-outcome.ts';
import { CheckTable } from './check-table.tsx';
import classes from './checks-page.module.css';
import { RunProgress } from './run-progress.tsx';
import { useRunSentence } from './run-sentence.ts';
import { StepExplanation } from './step-explanation.tsx';
import { StepProblem } from './step-problem.tsx';

const Controls = ({ isRunning }: { isRunning: boolean }) => {
  const { t } = useTranslation('checks');
  const failureText = useFailureText();
  const start = useAction((core, signal, mode: 'quick' | 'full') => core.checks.start({ mode }, { signal }));
  const stop = useAction((core, signal) => core.checks.cancel(undefined, { signal }));
  return (
    <>
      <div className={classes.controls}>
        {isRunning ? (
          <Button onClick={() => void stop.run()} loading={stop.isBusy}>
            {t('action.stop')}
          </Button>
        ) : (
          <>
            <Button onClick={() => void start.run('full')} disabled={start.isBusy}>
              {t('action.full')}
            </Button>
            <Button variant="filled" onClick={() => void start.run('quick')} loading={start.isBusy}>
              {t('action.quick')}
            </Button>
          </>
        )}
      </div>
      <FailureNote text={failureText(start.failure ?? stop.failure)} />
    </>
  );
};

export const ChecksPage = () => {
  const { t } = useTranslation('checks');
  const now = useNow(5_000);
  const { run } = useTopic('checks');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const { mark, sentence, proof } = useRunSentence(run, now);
  const summary = summaryOf(run);
  const explained = stepToExplain(run?.steps ?? [], chosenId);
  return (
    <>
      <StateSentence
        mark={mark}
        sentence={sentence}
        proof={proof}
        controls={<Controls isRunning={run?.state === 'running'} />}
        isLive
      />
      {run === null || explained === null ? (
        <Panel>
          <EmptyState
            sentence={t('empty.title')}
            detail={
              <>
                {t('empty.body')}
                <br />
                {t('empty.quick')} {t('empty.full')}
              </>
            }
          />
        </Panel>
      ) : (
        <>
          {(summary.kind === 'running' || summary.kind === 'cancelled') && (
            <RunProgress run={run} done={summary.done} />
          )}
          <div className={classes.columns}>
            <div>
              <CheckTable steps={run.steps} chosenId={explained.id} onChoose={setChosenId} />
              <p className={classes.legend}>{t('legend')}</p>
            </div>
            <div className={classes.aside}>
              <StepProblem step={explained} />
              <StepExplanation step={explained} />
            </div>
          </div>
        </>
      )}
    </>
  );
};
