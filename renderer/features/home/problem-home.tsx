/** Home when something stops this PC: what is wrong, what to do, until when, what it costs, and what was seen. */
import { useTranslation } from 'react-i18next';
import { isGrave } from '../../app/activity.ts';
import { useProblemText } from '../../app/problem-text.ts';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { CostPanel } from './cost-panel.tsx';
import { EvidencePanel } from './evidence-panel.tsx';
import classes from './home.module.css';
import { HourPanel } from './hour-panel.tsx';
import { ProblemAction } from './problem-action.tsx';
import type { KnownProblem } from './problem-steps.ts';
import { QuietDevices } from './quiet-devices.tsx';

export const ProblemHome = ({ known }: { known: KnownProblem }) => {
  const { t } = useTranslation('home');
  const { title, cost, fix } = useProblemText();
  const { problem } = known;
  return (
    <>
      <StateSentence
        mark={isGrave(problem.code) ? 'lost' : 'needs-you'}
        sentence={t('problem.sentence', { problem: title(problem) })}
        proof={cost(problem)}
        action={
          <>
            <ProblemAction code={problem.code} isPrimary />
            <span>{fix(problem)}</span>
          </>
        }
        isLive
      />
      <div className={classes.rows}>
        <HourPanel />
        <div className={classes.two}>
          <CostPanel />
          <EvidencePanel known={known} />
        </div>
        <QuietDevices />
      </div>
    </>
  );
};
