import { describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/contract/app/worker.ts';
import { payOf, repositoryOf, sentenceOf, shortDigest, shortId, shownJob } from './shown-job.ts';

const job = (change: Partial<Job>): Job => ({
  id: 'a',
  image: `registry.example/demo@sha256:${'9c41'.padEnd(60, '0')}e07b`,
  state: 'running',
  offeredAt: 0,
  seenRunningAt: null,
  endedAt: null,
  containerId: null,
  exitCode: null,
  pullProgress: null,
  limits: { cpuThreads: 4, memoryBytes: 1, scratchBytes: 0, pids: 1, networkBytes: 0 },
  usage: null,
  pay: null,
  problem: null,
  ...change,
});

describe('the job on show', () => {
  const done = job({ id: 'done', state: 'done' });
  const running = job({ id: 'running' });
  const pulling = job({ id: 'pulling', state: 'pulling' });
  it.each([
    ['the chosen one', [pulling, running, done], 'done', 'done'],
    ['the running one before a newer pull', [pulling, running], null, 'running'],
    ['a live one before an ended one', [done, pulling], null, 'pulling'],
    ['the newest when all have ended', [done, job({ id: 'older', state: 'failed' })], null, 'done'],
    ['the running one when the chosen is gone', [running], 'gone', 'running'],
  ] as const)('is %s', (_, jobs, chosen, expected) => expect(shownJob(jobs, chosen)?.id).toBe(expected));
  it('is none before the first', () => expect(shownJob([], null)).toBeNull());
});

describe('the sentence about a job', () => {
  it.each([
    ['says running only of a job that was seen', job({ seenRunningAt: 5 }), { kind: 'running', seenAt: 5 }],
    ['says unseen of a started one', job({}), { kind: 'unseen' }],
    ['tells how far the image is', job({ state: 'pulling', pullProgress: 0.4 }), { kind: 'pulling', progress: 0.4 }],
    ['knows no progress', job({ state: 'pulling' }), { kind: 'pulling', progress: null }],
    ['tells of a refusal', job({ state: 'refused', endedAt: 9 }), { kind: 'refused', endedAt: 9 }],
    [
      'tells of an interruption',
      job({ state: 'interrupted', seenRunningAt: 4, endedAt: 9 }),
      { kind: 'interrupted', endedAt: 9 },
    ],
  ] as const)('%s', (_, input, expected) => expect(sentenceOf(input)).toEqual(expected));
  it('is empty without a job', () => expect(sentenceOf(null)).toEqual({ kind: 'none' }));
});

describe('the pay of a job', () => {
  const estimate = { state: 'estimate' as const, amount: 5n };
  const confirmed = { state: 'confirmed' as const, amount: 5n };
  it.each([
    ['an estimate while it runs', 'running', estimate, 'amount'],
    ['an estimate once it is done', 'done', estimate, 'amount'],
    ['nothing for a failed one', 'failed', estimate, 'none'],
    ['nothing for a refused one', 'refused', null, 'none'],
    ['not known for an interrupted one', 'interrupted', estimate, 'unknown'],
    ['what the network confirmed, whatever became of it', 'failed', confirmed, 'amount'],
    ['not known before it is told', 'pulling', null, 'unknown'],
  ] as const)('is %s', (_, state, pay, kind) => expect(payOf({ state, pay }).kind).toBe(kind));
});

describe('short names', () => {
  it('shows both ends of a digest', () => expect(shortDigest(job({}).image)).toBe('sha256:9c41…e07b'));
  it('leaves a name without a digest', () => expect(shortDigest('demo:latest')).toBe('demo:latest'));
  it('shows the repository alone', () => expect(repositoryOf(job({}).image)).toBe('registry.example/demo'));
  it('shortens an id', () => expect(shortId('7f3a90bb-11cc')).toBe('7f3a90bb'));
});
