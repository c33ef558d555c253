/** Which job the page is about, and what may be said of it. Pure; the words are the page's. */
import type { Job } from '../../../shared/contract/app/worker.ts';

const liveStates: readonly Job['state'][] = ['offered', 'pulling', 'starting', 'running', 'frozen', 'stopping'];

/** Not ended yet. */
export const isLive = (job: Pick<Job, 'state'>): boolean => liveStates.includes(job.state);

/**
 * The job on show: the chosen one, else the newest running one, else the newest live one, else the newest.
 *
 * @param jobs newest first
 * @returns null when there are none
 */
export const shownJob = (jobs: readonly Job[], chosenId: string | null): Job | null =>
  jobs.find((job) => job.id === chosenId) ??
  jobs.find((job) => job.state === 'running') ??
  jobs.find(isLive) ??
  jobs[0] ??
  null;

export type JobSentence =
  | { kind: 'none' }
  | { kind: 'offered' | 'starting' | 'stopping' | 'unseen' }
  | { kind: 'frozen' }
  | { kind: 'pulling'; progress: number | null }
  | { kind: 'running'; seenAt: number }
  | { kind: 'done' | 'failed' | 'interrupted' | 'refused'; endedAt: number | null };

/** `running` is claimed only for a job whose output or health signal was seen; one that was not is `unseen`. */
export const sentenceOf = (job: Job | null): JobSentence => {
  if (!job) return { kind: 'none' };
  switch (job.state) {
    case 'running':
      return job.seenRunningAt === null ? { kind: 'unseen' } : { kind: 'running', seenAt: job.seenRunningAt };
    case 'pulling':
      return { kind: 'pulling', progress: job.pullProgress };
    case 'offered':
    case 'starting':
    case 'frozen':
    case 'stopping':
      return { kind: job.state };
    case 'done':
    case 'failed':
    case 'interrupted':
    case 'refused':
      return { kind: job.state, endedAt: job.endedAt };
  }
};

export type JobPay = { kind: 'amount'; pay: NonNullable<Job['pay']> } | { kind: 'none' | 'unknown' };

/** An estimate stands only while the job may still come to its pay: one that failed or was refused earned nothing. */
export const payOf = ({ state, pay }: Pick<Job, 'state' | 'pay'>): JobPay => {
  if (pay !== null && pay.state !== 'estimate') return { kind: 'amount', pay };
  if (state === 'failed' || state === 'refused') return { kind: 'none' };
  return pay === null || state === 'interrupted' ? { kind: 'unknown' } : { kind: 'amount', pay };
};

/** First characters of an id, enough to tell jobs apart: `7f3a`. */
export const shortId = (id: string): string => id.slice(0, 8);

/** `sha256:9c41…e07b` out of `repository@sha256:…` or a bare digest; the text itself when it names no digest. */
export const shortDigest = (image: string): string => {
  const match = /sha256:([0-9a-f]{8,})$/.exec(image);
  const hex = match?.[1];
  return hex ? `sha256:${hex.slice(0, 4)}…${hex.slice(-4)}` : image;
};

/** The repository of an image reference, without its digest. */
export const repositoryOf = (image: string): string => image.replace(/@sha256:[0-9a-f]+$/, '');
