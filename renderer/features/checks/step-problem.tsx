/** What to do about a check that came out wrong, found something or broke off. Never blames the hardware for software. */
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

type Finding = 'wrong' | 'badMemory' | 'elsewhere' | 'notPassed' | 'unfinished';

/** null: there is nothing to put right. */
const findingOf = (step: CheckStep): Finding | null => {
  switch (outcomeOf(step)) {
    case 'invalid':
      return 'wrong';
    case 'unfinished':
      return 'unfinished';
    case 'failed':
      if (step.coverage && step.coverage.wrongWords > 0) return 'badMemory';
      return step.coverage && step.coverage.slowShards > 0 ? 'elsewhere' : 'notPassed';
    default:
      return null;
  }
};

export const StepProblem = ({ step }: { step: CheckStep }) => {
  const { t } = useTranslation('checks');
  const finding = findingOf(step);
  if (finding === null) return null;
  const { problem } = step;
  return (
    <Panel title={t(`${finding}.title`)}>
      {(problem === null || finding === 'wrong') && <p className={classes.text}>{t(`${finding}.body`)}</p>}
      {finding === 'wrong' && step.gpuId !== null && <p className={classes.text}>{t('wrong.fix')}</p>}
      {(finding === 'badMemory' || finding === 'elsewhere') && <p className={classes.text}>{t(`${finding}.fix`)}</p>}
      {problem && <ProblemLines problem={problem} />}
      {step.gpuId !== null && finding !== 'unfinished' && (
        <p className={classes.link}>
          <Anchor href={hrefOf('devices')}>{t('devices')}</Anchor>
        </p>
      )}
    </Panel>
  );
};
