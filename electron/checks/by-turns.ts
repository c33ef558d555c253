/**
 * A check's step by turns with proofs. It begins again when a proof came first; a memory check, which may take an hour,
 * goes on after the last pass that it finished, and keeps what it found before.
 */
import type { Coverage } from '../../shared/contract/app/checks.ts';
import { isPerigeeError, PerigeeError } from '../../shared/contract/codes.ts';
import type { Measurement, PassDone } from '../probe/messages.ts';
import { nextPass } from '../probe/vram/schedule.ts';
import type { RightOfWay } from './right-of-way.ts';
import type { PlannedCheck } from './suite.ts';

/** Proofs that a step lets go first without getting on itself. No network asks so often; a wrong one might. */
const mostInVain = 20;
const listed = 16;

const inAddressOrder = (words: Coverage['firstWrong']): Coverage['firstWrong'] =>
  words.toSorted((a, b) => a.address - b.address);

/**
 * Two parts of one memory check together: errors add up, and what is told of the memory is the later part's. The memory
 * may lie elsewhere each time, so an address is that of the part that found it.
 */
export const addCoverage = (before: Coverage | null, later: Coverage): Coverage => {
  if (before === null) return later;
  const known = new Map([...before.firstWrong, ...later.firstWrong].map(({ address }) => [address, 0]));
  for (const { address, differing } of [...before.firstWrong, ...later.firstWrong])
    known.set(address, ((known.get(address) ?? 0) | differing) >>> 0);
  const bits = before.wrongBits && later.wrongBits;
  return {
    ...later,
    coveredBytes: Math.min(before.coveredBytes, later.coveredBytes),
    wrongWords: before.wrongWords + later.wrongWords,
    firstWrong: inAddressOrder([...known].slice(0, listed).map(([address, differing]) => ({ address, differing }))),
    wrongBits: bits
      ? bits.map((count, bit) => count + (before.wrongBits?.[bit] ?? 0))
      : (later.wrongBits ?? before.wrongBits),
  };
};

/** The measurement of the last part as that of the whole: bad memory that an earlier part saw stays bad. */
const together = (measurement: Measurement, earlier: Coverage | null): Measurement => {
  if (measurement.coverage === null || earlier === null) return measurement;
  const coverage = addCoverage(earlier, measurement.coverage);
  const { figure } = measurement;
  const megabytes = coverage.coveredBytes / 1e6;
  return {
    ...measurement,
    verdict: coverage.wrongWords > 0 ? 'failed' : measurement.verdict,
    coverage,
    figure: figure && { ...figure, median: megabytes, p10: megabytes, p90: megabytes, best: megabytes },
  };
};

const from = (planned: PlannedCheck, course: PassDone['course'] | null): PlannedCheck => {
  const { work } = planned;
  if (course === null || work.via !== 'measure' || work.task.kind !== 'vram_pattern') return planned;
  return { ...planned, work: { via: 'measure', task: { ...work.task, from: course } } };
};

/** Whether the plan wants a pass still, or has those that it asks for and only measures what lies there. */
const wantsPasses = ({ work }: PlannedCheck, course: PassDone['course'] | null): boolean =>
  course === null ||
  work.via !== 'measure' ||
  work.task.kind !== 'vram_pattern' ||
  nextPass(work.task, course) !== null;

export interface ByTurns {
  way: Pick<RightOfWay, 'step'>;
  signal: AbortSignal;
  /** Has let go of the hardware when it settles. */
  measure: (planned: PlannedCheck, turn: AbortSignal, onPass: (done: PassDone) => void) => Promise<Measurement>;
  /** @param times how often a proof has come first so far */
  onGaveWay: (times: number) => void;
}

/**
 * @throws CHECK_GAVE_WAY when proofs leave it no time and nothing wrong was found so far; what `measure` throws
 */
export const measureByTurns = async (planned: PlannedCheck, options: ByTurns): Promise<Measurement> => {
  const { way, signal, measure, onGaveWay } = options;
  const before: { course: PassDone['course'] | null; coverage: Coverage | null } = { course: null, coverage: null };
  let last: PassDone | null = null;
  let times = 0;
  let inVain = 0;
  const keep = (done: PassDone): void => {
    before.coverage = addCoverage(before.coverage, done.coverage);
  };
  const onPass = (done: PassDone): void => {
    // Another child goes over it again, after the first one's device was lost.
    if (last !== null && done.course.passes <= last.course.passes) keep(last);
    if (wantsPasses(planned, before.course)) inVain = 0;
    last = done;
  };
  const giveWay = (): void => {
    if (last !== null) {
      keep(last);
      before.course = last.course;
      last = null;
    }
    times += 1;
    inVain += 1;
    onGaveWay(times);
    if (inVain > mostInVain) throw new PerigeeError('CHECK_GAVE_WAY', { times });
  };
  try {
    const measurement = await way.step(signal, (turn) => measure(from(planned, before.course), turn, onPass), giveWay);
    return together(measurement, before.coverage);
  } catch (error) {
    const { coverage } = before;
    const isTired = isPerigeeError(error) && error.code === 'CHECK_GAVE_WAY';
    if (!isTired || coverage === null || coverage.wrongWords === 0) throw error;
    return { verdict: 'failed', figure: null, coverage, detail: null };
  }
};
