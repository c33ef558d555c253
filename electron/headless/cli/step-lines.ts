/** A check's step in lines: its verdict and figure, and below them what it covered and what a gap may mean. Words only. */
import type { CheckRun, CheckStep, Coverage } from '../../../shared/contract/app/checks.ts';
import { scalingEfficiency } from '../../../shared/domain/benchmark/scaling.ts';
import type { Sentences } from './sentences.ts';

const marks = { passed: '✓', invalid: '✗', failed: '✗', not_offered: '–' } as const;

const headLine = (
  { kind, subject, figure, verdict, problem }: CheckStep,
  { say, figures, problem: told }: Sentences,
) => {
  const what = subject === '' ? say(`checks:kind.${kind}`) : `${subject}: ${say(`checks:kind.${kind}`)}`;
  if (problem) return `✗ ${what}. ${told(problem).title} (${problem.code})`;
  if (verdict === null) return `– ${what}: ${say('check.verdict.none')}`;
  const measured = figure ? `: ${figures.measured(figure.median, figure.unit)}` : '';
  return `${marks[verdict]} ${what}${measured}: ${say(`check.verdict.${verdict}`)}`;
};

const coverageLines = (
  { coveredBytes, totalBytes, wrongWords, slowShards, heldBy }: Coverage,
  { say, figures }: Sentences,
): string[] => {
  const covered = figures.gibibytes(coveredBytes, 1);
  const holders = heldBy.map(({ name, bytes }) => say('check.heldBy', { name, size: figures.gigabytes(bytes) }));
  return [
    totalBytes === null
      ? say('check.coveredOnly', { covered })
      : say('check.covered', { covered, total: figures.gibibytes(totalBytes, 0) }),
    ...holders,
    ...(wrongWords > 0 ? [say('checks:panel.wrongWords', { count: wrongWords })] : []),
    ...(slowShards > 0 ? [say('check.slowShards', { count: slowShards })] : []),
  ];
};

const gapLines = ({ figure, reference, gap }: CheckStep, { say, figures }: Sentences): string[] => {
  if (!figure || !reference) return [];
  const share = figures.share(figure.median / reference.value);
  return [
    say(`check.beside.${reference.source}`, { share }),
    ...(gap.length > 0 ? [say('check.mayMean')] : []),
    ...gap.map((reason) => `  ${say(`checks:gap.${reason}`)}`),
  ];
};

const gaveWayLines = ({ kind, gaveWay }: CheckStep, { say }: Sentences): string[] =>
  gaveWay === 0
    ? []
    : [say(kind === 'vram_pattern' ? 'checks:panel.gaveWayMemory' : 'checks:panel.gaveWay', { count: gaveWay })];

const briefLines = ({ figure }: CheckStep, { say }: Sentences): string[] =>
  figure?.isBrief ? [say('check.brief', { count: figure.windows })] : [];

/** @returns the step's own line, then indented ones */
export const stepLines = (step: CheckStep, sentences: Sentences): string[] => {
  const heatLine =
    step.figure?.throttleRatio == null
      ? []
      : [sentences.say('check.held', { share: sentences.figures.share(step.figure.throttleRatio) })];
  const below = [
    ...(step.coverage ? coverageLines(step.coverage, sentences) : []),
    ...briefLines(step, sentences),
    ...heatLine,
    ...gapLines(step, sentences),
    ...gaveWayLines(step, sentences),
  ];
  return [headLine(step, sentences), ...below.map((line) => `  ${line}`)];
};

/** How the processor's threads work together; null where one of the two figures is missing. */
export const scalingLine = ({ steps }: CheckRun, threads: number, { say, figures }: Sentences): string | null => {
  const medianOf = (wanted: CheckStep['kind']): number | null =>
    steps.find(({ kind }) => kind === wanted)?.figure?.median ?? null;
  const single = medianOf('cpu_single');
  const all = medianOf('cpu_throughput');
  if (single === null || all === null || threads < 2) return null;
  return say('check.scaling', { threads, share: figures.share(scalingEfficiency(single, all, threads)) });
};
