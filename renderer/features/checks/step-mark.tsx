/** The mark in front of a check: a shape of its own for each outcome. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';
import type { StepOutcome } from './check-outcome.ts';
import classes from './step-mark.module.css';

const marks: Partial<Record<StepOutcome, Mark>> = {
  waiting: 'waiting',
  running: 'running',
  passed: 'passed',
  slow: 'needs-you',
  not_offered: 'off',
};

type Drawn = Exclude<StepOutcome, 'waiting' | 'running' | 'passed' | 'slow' | 'not_offered'>;

/** Disc with a cross · octagon with a bang · ring cut in two · open square · ring with a point. */
const drawings: Record<Drawn, ReactNode> = {
  invalid: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="var(--bad-mark)" />
      <path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" stroke="var(--surface)" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  failed: (
    <>
      <path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" fill="var(--bad-mark)" />
      <path d="M8 4.6v4" stroke="var(--surface)" strokeWidth="1.6" strokeLinecap="round" />
      <circle cx="8" cy="11.2" r="1" fill="var(--surface)" />
    </>
  ),
  unfinished: (
    <path
      d="M6.2 2.7a5.6 5.6 0 0 0 0 10.6M9.8 2.7a5.6 5.6 0 0 1 0 10.6"
      fill="none"
      stroke="var(--warn-mark)"
      strokeWidth="2"
      strokeLinecap="round"
    />
  ),
  cancelled: (
    <rect x="3.5" y="3.5" width="9" height="9" rx="1.5" fill="none" stroke="var(--control)" strokeWidth="1.8" />
  ),
  unjudged: (
    <>
      <circle cx="8" cy="8" r="5.6" fill="none" stroke="var(--control)" strokeWidth="1.8" />
      <circle cx="8" cy="8" r="1.6" fill="var(--control)" />
    </>
  ),
};

export const StepMark = ({ outcome, progress }: { outcome: StepOutcome; progress: number }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const label = t(`state.${outcome}`);
  const mark = marks[outcome];
  if (mark !== undefined) return <StateMark mark={mark} label={label} progressText={formats.percent(progress)} />;
  return (
    <span className={classes.mark} role="img" aria-label={label}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {drawings[outcome as Drawn]}
      </svg>
    </span>
  );
};
