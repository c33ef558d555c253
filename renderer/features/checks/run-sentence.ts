/** The page's sentence and its line of proof, in the language on screen. */
import { useTranslation } from 'react-i18next';
import type { CheckRun } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import type { Mark } from '../../ui/state-mark.tsx';
import { type RunSummary, summaryOf } from './check-outcome.ts';

interface RunSentence {
  mark: Mark;
  sentence: string;
  proof: string;
}

const marks: Record<RunSummary['kind'], Mark> = {
  none: 'waiting',
  running: 'running',
  cancelled: 'off',
  wrong: 'lost',
  failed: 'needs-you',
  unjudged: 'off',
  passed: 'passed',
};

export const useRunSentence = (run: CheckRun | null, now: number): RunSentence => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const summary = summaryOf(run);

  const sentence = (): string => {
    switch (summary.kind) {
      case 'none':
        return t('sentence.none');
      case 'running':
      case 'cancelled':
        return t(`sentence.${summary.kind}`, {
          done: formats.number(summary.done),
          total: formats.number(summary.total),
        });
      case 'wrong':
      case 'unjudged':
        return t(`sentence.${summary.kind}`, { count: summary.count });
      case 'failed':
        return summary.count === 0 ? t('sentence.brokeOff') : t('sentence.failed', { count: summary.count });
      case 'passed':
        return t('sentence.passed', { count: summary.total });
    }
  };

  const proof = (): string => {
    if (!run) return t('proof.none');
    if (run.state === 'running') {
      const busy = run.steps.find((step) => step.state === 'running');
      return busy && busy.subject !== '' ? t('proof.running', { subject: busy.subject }) : t('proof.starting');
    }
    const endedAt = run.finishedAt ?? run.startedAt;
    const when = formats.ago(endedAt, now);
    if (run.state === 'cancelled')
      return t(run.mode === 'quick' ? 'proof.quickStopped' : 'proof.fullStopped', { when });
    return t(run.mode === 'quick' ? 'proof.quick' : 'proof.full', {
      when,
      duration: formats.duration(Math.max(0, endedAt - run.startedAt)),
    });
  };

  return { mark: marks[summary.kind], sentence: sentence(), proof: proof() };
};
