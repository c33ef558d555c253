/** The mark in front of a check: a shape of its own for each outcome. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';
import type { StepOutcome } from './check-outcome.ts';

const marks: Record<StepOutcome, Mark> = {
  waiting: 'waiting',
  running: 'running',
  passed: 'passed',
  invalid: 'lost',
  failed: 'needs-you',
  cancelled: 'off',
  unjudged: 'off',
};

export const StepMark = ({ outcome, progress }: { outcome: StepOutcome; progress: number }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  return <StateMark mark={marks[outcome]} label={t(`state.${outcome}`)} progressText={formats.percent(progress)} />;
};
