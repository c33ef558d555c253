/** Does this PC hold up? Progress of the run, each figure beside what it is held against, and one check explained. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { CheckControls } from './check-controls.tsx';
import { isCompared, stepToExplain } from './check-groups.ts';
import { summaryOf } from './check-outcome.ts';
import { CheckTable } from './check-table.tsx';
import classes from './checks-page.module.css';
import { ModeList } from './mode-list.tsx';
import { RunProgress } from './run-progress.tsx';
import { useRunSentence } from './run-sentence.ts';
import { StepExplanation } from './step-explanation.tsx';
import { StepGap } from './step-gap.tsx';
import { StepProblem } from './step-problem.tsx';

/** As in checks-page.module.css. */
const oneColumn = '(max-width: 1040px)';

export const ChecksPage = () => {
  const { t } = useTranslation('checks');
  const now = useNow(5_000);
  const { run } = useTopic('checks');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const explanation = useRef<HTMLDivElement>(null);
  const { mark, sentence, proof, left } = useRunSentence(run, now);
  const summary = summaryOf(run);
  const explained = stepToExplain(run?.steps ?? [], chosenId);
  const choose = (stepId: string): void => {
    setChosenId(stepId);
    // In one column it lies under a long table.
    if (matchMedia(oneColumn).matches) explanation.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <>
      <StateSentence
        mark={mark}
        sentence={sentence}
        proof={left === null ? proof : `${left} ${proof}`}
        controls={<CheckControls isRunning={run?.state === 'running'} />}
        isLive
      />
      {run === null || explained === null ? (
        <Panel>
          <EmptyState sentence={t('empty.title')} detail={t('empty.body')} />
          <ModeList />
        </Panel>
      ) : (
        <>
          {(summary.kind === 'running' || summary.kind === 'cancelled') && (
            <RunProgress run={run} done={summary.done} />
          )}
          <div className={classes.columns}>
            <div>
              <CheckTable run={run} now={now} chosenId={explained.id} onChoose={choose} />
              {run.steps.some(isCompared) && <p className={classes.legend}>{t('legend')}</p>}
            </div>
            <div className={classes.aside} ref={explanation}>
              <StepProblem step={explained} />
              <StepGap step={explained} />
              <StepExplanation step={explained} steps={run.steps} />
            </div>
          </div>
        </>
      )}
    </>
  );
};
