/** The page's sentence about one job and its line of proof, in the language on screen. */
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../shared/contract/app/status.ts';
import type { Job } from '../../../shared/contract/app/worker.ts';
import { useAsideText } from '../../app/aside-text.ts';
import { useFormats } from '../../app/formats.ts';
import type { Mark } from '../../ui/state-mark.tsx';
import { isLive, type JobSentence, repositoryOf, sentenceOf } from './shown-job.ts';

interface JobHead {
  mark: Mark;
  sentence: string;
  proof: string;
}

const marks: Record<JobSentence['kind'], Mark> = {
  none: 'waiting',
  offered: 'waiting',
  pulling: 'running',
  starting: 'running',
  unseen: 'waiting',
  running: 'earning',
  frozen: 'player',
  stopping: 'running',
  done: 'passed',
  failed: 'needs-you',
  interrupted: 'needs-you',
  refused: 'off',
};

export const useJobHead = (
  job: Job | null,
  activity: Status['activity'],
  facts: { takesJobs: boolean; hasEngine: boolean },
  now: number,
): JobHead => {
  const { t } = useTranslation('worker');
  const formats = useFormats();
  const told = sentenceOf(job);
  const aside = useAsideText();

  const sentence = (): string => {
    switch (told.kind) {
      case 'pulling':
        return told.progress === null
          ? t('sentence.pullingUnknown')
          : t('sentence.pulling', { progress: formats.percent(told.progress) });
      case 'running':
        return t('sentence.running', { duration: formats.duration(Math.max(0, now - told.seenAt)) });
      case 'done':
      case 'failed':
      case 'interrupted':
      case 'refused':
        return told.endedAt === null
          ? t(`sentence.${told.kind}Unknown`)
          : t(`sentence.${told.kind}`, { when: formats.ago(told.endedAt, now) });
      default:
        return t(`sentence.${told.kind}`);
    }
  };

  const proof = (): string => {
    if (!(job && isLive(job))) {
      if (!facts.takesJobs) return t('proof.notTaking');
      if (!facts.hasEngine) return t('proof.noEngine');
    }
    if (!job) return t('proof.none');
    if (activity === 'finishing' && job.state === 'running') return t('proof.finishing');
    if (!isLive(job)) return t('proof.ended');
    if (job.state === 'pulling') return t('proof.pulling', { repository: repositoryOf(job.image) });
    if (told.kind === 'running') return t('proof.running', { time: formats.clock(told.seenAt, true) });
    if (told.kind === 'unseen') return t('proof.unseen');
    if (told.kind === 'frozen' && aside !== null) return `${aside.sentence} ${aside.back}`;
    return t(`proof.${told.kind as 'offered' | 'starting' | 'frozen' | 'stopping'}`);
  };

  return { mark: marks[told.kind], sentence: sentence(), proof: proof() };
};
