/** What to do about a check that came out wrong or did not finish. Never blames the hardware for software. */
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import type { Problem } from '../../../shared/contract/codes.ts';
import { useProblemText } from '../../app/problem-text.ts';
import { hrefOf } from '../../app/route.ts';
import { Chip } from '../../ui/chip.tsx';
import { Panel } from '../../ui/panel.tsx';
import { outcomeOf } from './check-outcome.ts';
import classes from './step-explanation.module.css';

const ProblemLines = ({ problem }: { problem: Problem }) => {
  const text = useProblemText();
  return (
    <>
      <p className={classes.text}>{text.title(problem)}</p>
      <p className={classes.text}>{text.cost(problem)}</p>
      <p className={classes.text}>{text.fix(problem)}</p>
      <p className={classes.link}>
        <Chip>
          <bdi>{problem.code}</bdi>
        </Chip>
      </p>
    </>
  );
};

export const StepProblem = ({ step }: { step: CheckStep }) => {
  const { t } = useTranslation('checks');
  const outcome = outcomeOf(step);
  if (outcome === 'invalid') {
    return (
      <Panel title={t('wrong.title')}>
        <p className={classes.text}>{t('wrong.body')}</p>
        {step.gpuId !== null && (
          <>
            <p className={classes.text}>{t('wrong.fix')}</p>
            <p className={classes.link}>
              <Anchor href={hrefOf('devices')}>{t('devices')}</Anchor>
            </p>
          </>
        )}
        {step.problem && <ProblemLines problem={step.problem} />}
      </Panel>
    );
  }
  if (outcome === 'failed') {
    return (
      <Panel title={t(step.state === 'failed' ? 'unfinished.title' : 'notPassed.title')}>
        {step.problem ? (
          <ProblemLines problem={step.problem} />
        ) : (
          <p className={classes.text}>{t(step.state === 'failed' ? 'unfinished.body' : 'notPassed.body')}</p>
        )}
      </Panel>
    );
  }
  return null;
};
