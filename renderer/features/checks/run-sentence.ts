/** The page's sentence and its lines of proof, in the language on screen. */
import { useTranslation } from 'react-i18next';
import type { CheckRun } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import type { Mark } from '../../ui/state-mark.tsx';
import { type RunSummary, summaryOf } from './check-outcome.ts';
import { roundedLeftMs, timeLeftOf } from './time-left.ts';

interface RunSentence {
  mark: Mark;
  sentence: string;
  proof: string;
  /** How long it will still take; null once it is over. Apart from the sentence, which is read out when it changes. */
  left: string | null;
}

const marks: Record<RunSummary['kind'], Mark> = {
  none: 'waiting',
  nothing: 'off',
  running: 'running',
  cancelled: 'off',
  wrong: 'lost',
  failed: 'lost',
  unfinished: 'needs-you',
  unjudged: 'off',
  slow: 'passed',
  passed: 'passed',
};

export const useRunSentence = (run: CheckRun | null, now: number): RunSentence => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const summary = summaryOf(run);

  const sentence = (): string => {
    switch (summary.kind) {
      case 'none':
      case 'nothing':
        return t(`sentence.${summary.kind}`);
      case 'running':
      case 'cancelled':
        return t(`sentence.${summary.kind}`, {
          done: formats.number(summary.done),
          total: formats.number(summary.total),
        });
      case 'wrong':
      case 'failed':
      case 'unjudged':
        return t(`sentence.${summary.kind}`, { count: summary.count });
      case 'slow':
        return t('sentence.slow', { count: summary.count });
      case 'unfinished':
        return summary.count === 0 ? t('sentence.brokeOff') : t('sentence.unfinished', { count: summary.count });
      case 'passed':
        return t('sentence.passed', { count: summary.total });
    }
  };

  const proof = (): string => {
    if (!run) return t('proof.none');
    if (run.state === 'running') {
      const busy = run.steps.find((step) => step.state === 'running');
      if (busy && busy.gaveWay > 0)
        return t(busy.kind === 'vram_pattern' ? 'panel.gaveWayMemory' : 'panel.gaveWay', { count: busy.gaveWay });
      if (busy?.kind.startsWith('disk_')) return t('proof.disk');
      return busy && busy.subject !== '' ? t('proof.running', { subject: busy.subject }) : t('proof.starting');
    }
    const endedAt = run.finishedAt ?? run.startedAt;
    const when = formats.ago(endedAt, now);
    if (run.state === 'cancelled') return t(`stopped.${run.mode}`, { when });
    return t(`ended.${run.mode}`, { when, duration: formats.duration(Math.max(0, endedAt - run.startedAt)) });
  };

  const timeLeft = run && timeLeftOf(run, now);
  return {
    mark: marks[summary.kind],
    sentence: sentence(),
    proof: proof(),
    left: timeLeft && t('left', { duration: formats.duration(roundedLeftMs(timeLeft.runMs)) }),
  };
};
