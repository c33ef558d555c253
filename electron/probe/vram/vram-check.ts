/**
 * The memory check: patterns written over all the memory that can be had, read back in another order, inverted and read
 * again, and at the end the timed reads that show where the memory lies. It finds bad memory on an honest machine; it
 * proves nothing about a dishonest one.
 */
import type { Coverage } from '../../../shared/contract/app/checks.ts';
import type { GpuSession } from '../gpu-session.ts';
import type { Measurement, PassDone } from '../messages.ts';
import { singleFigure } from '../windows.ts';
import { createFindings, resultBytes } from './findings.ts';
import { shardOrder, strideOfSweep } from './order.ts';
import { patternOfPass } from './pass-pattern.ts';
import { findSlowShards } from './residency.ts';
import { type Course, nextPass, type Plan, progressOf } from './schedule.ts';
import { type Shard, type TakenShards, takeShards } from './shards.ts';
import { createSweeper } from './sweep.ts';

const largestShardBytes = 2 ** 30;
/** Part of the progress that belongs to the patterns; the rest to the timed reads. */
const patternShare = 0.97;
const restTickMs = 250;

export interface VramCheckOptions extends Plan {
  /** Memory to cover; less is covered when less can be had. */
  bytes: number;
  /** A power of two; 1 GiB unless a test wants many shards. */
  mostShardBytes?: number;
  /** Called after each sweep that wrote: where a test breaks a bit. */
  afterWrite?: (shards: readonly Shard[], pass: number, isInverted: boolean) => Promise<void>;
  /** Where the same check was when it was broken off; left out: it begins. */
  from?: Course | undefined;
  /** Called after each pass. */
  onPass?: (done: PassDone) => void;
}

const inMebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

/** What a log should know: what is wrong, and what could not be had. */
const detailOf = (coverage: Coverage, { refusedBytes }: TakenShards, bytes: number): string | null => {
  const { wrongWords, firstWrong, shards, slowShards, coveredBytes } = coverage;
  const [first] = firstWrong;
  const parts = [
    first ? `wrong words: ${wrongWords}, the first at 0x${first.address.toString(16)}` : null,
    slowShards > 0 ? `${slowShards} of ${shards} shards lie outside the GPU's memory` : null,
    refusedBytes.length > 0
      ? `no room for a shard of ${refusedBytes.map(inMebibytes).join(', ')}: covers ${inMebibytes(coveredBytes)} of ${inMebibytes(bytes)}`
      : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('; ');
};

/**
 * @param report progress, 0..1
 * @returns `passed`, or `failed` for wrong words or memory outside the GPU. `detail` also says, with either, that a shard
 *   was refused and halved
 * @throws WrongOutput when a dispatch did not run; GpuFault `out_of_memory` when nothing can be had
 */
export const checkVram = async (
  session: GpuSession,
  options: VramCheckOptions,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const begun = performance.now();
  const result = await session.storage(resultBytes);
  const taken = await takeShards(session, options.bytes, options.mostShardBytes ?? largestShardBytes);
  const { shards, coveredBytes } = taken;
  const findings = createFindings(shards);
  const sweep = await createSweeper(session, shards, result, findings);
  const { from = { passes: 0, rests: 0, elapsedMs: 0 } } = options;
  const course: Course = { ...from };
  const tell = (passShare: number): void => {
    course.elapsedMs = from.elapsedMs + performance.now() - begun;
    report(patternShare * progressOf(options, course, passShare));
  };

  const rest = async (restMs: number, passShare: number): Promise<void> => {
    const until = performance.now() + restMs;
    for (let leftMs = restMs; leftMs > 0; leftMs = until - performance.now()) {
      await new Promise((resume) => setTimeout(resume, Math.min(leftMs, restTickMs)));
      tell(passShare);
    }
  };

  const runPass = async (pass: number, restMs: number): Promise<void> => {
    const pattern = patternOfPass(pass);
    const order = shardOrder(shards.length, pass);
    await sweep({ kernel: 'fill', pattern, isInverted: false, order, stride: 1 }, (share) => tell(share / 3));
    await options.afterWrite?.(shards, pass, false);
    await rest(restMs, 1 / 3);
    const invert = { kernel: 'invert', pattern, isInverted: false, order, stride: strideOfSweep(2 * pass) } as const;
    await sweep(invert, (share) => tell((1 + share) / 3));
    await options.afterWrite?.(shards, pass, true);
    await rest(restMs, 2 / 3);
    const verify = { kernel: 'verify', pattern, isInverted: true, order, stride: strideOfSweep(2 * pass + 1) } as const;
    await sweep(verify, (share) => tell((2 + share) / 3));
  };

  const covered = (slowShards: number): Coverage => ({
    coveredBytes,
    totalBytes: null,
    ...findings.total(),
    shards: shards.length,
    slowShards,
    heldBy: [],
  });

  /** At least one pass of its own: the timed reads want data that lies there. */
  const due = (): { restMs: number } | null =>
    nextPass(options, course) ?? (course.passes === from.passes ? { restMs: 0 } : null);
  for (let next = due(); next; next = due()) {
    await runPass(course.passes, next.restMs);
    course.passes += 1;
    if (next.restMs > 0) course.rests += 1;
    course.elapsedMs = from.elapsedMs + performance.now() - begun;
    options.onPass?.({ course: { ...course }, coverage: covered(0) });
  }
  const slow = await findSlowShards(session, shards, (share) => report(patternShare + (1 - patternShare) * share));

  const coverage = covered(slow.length);
  return {
    verdict: coverage.wrongWords === 0 && coverage.slowShards === 0 ? 'passed' : 'failed',
    figure: { ...singleFigure(coveredBytes / 1e6, 'MB'), windows: course.passes },
    coverage,
    detail: detailOf(coverage, taken, options.bytes),
  };
};
