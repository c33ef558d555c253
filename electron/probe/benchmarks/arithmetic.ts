/**
 * How fast a GPU computes in registers: sizes the dispatches of a kernel, measures it in windows and verifies the word
 * of every invocation in each. Which arithmetic it is, and what must come out, is told by the file of each check.
 */
import type { Dispatch, GpuSession } from '../gpu-session.ts';
import type { Measurement } from '../messages.ts';
import { createPacer } from '../pacer.ts';
import { collectWindows, type WindowPlan, WrongOutput } from '../windows.ts';
import { passed } from './outcome.ts';

/** So many that the last wave of them, which may leave units idle, is a small part on the largest GPU. */
const mostWorkgroups = 16_384;
const fewestWorkgroups = 16;
const windowMs = 200;
/** A dispatch that takes less is mostly launch latency, and the pacer learns little from it. */
const calibratedMs = 25;

/** The kernel has a uniform that begins with the iterations, and adds to one word per invocation at binding 1. */
export interface Arithmetic {
  code: string;
  entryPoint: string;
  /** The words of the uniform after the iterations. */
  constants: Uint32Array;
  workgroupSize: number;
  unit: 'GFLOPS' | 'GOPS';
  /** Of one invocation in one iteration. */
  operations: number;
  /** Beyond it the sums would no longer be exact. */
  mostIterations: number;
  /** Invocations whose numbers are equal modulo this add the same. */
  period: number;
  /** What one dispatch adds to the word of an invocation, modulo 2^32. */
  expectedWord: (lane: number, iterations: number) => number;
}

/** The words of fp32 numbers, for a uniform. */
export const floatWords = (...values: number[]): Uint32Array => new Uint32Array(Float32Array.from(values).buffer);

interface Size {
  workgroups: number;
  iterations: number;
}

/** Grows in workgroups until the largest GPU is full, then in iterations. */
const sizeFor = (units: number): Size => ({
  workgroups: Math.min(mostWorkgroups, units),
  iterations: Math.max(1, Math.floor(units / mostWorkgroups)),
});

const unitsOf = ({ workgroups, iterations }: Size): number => workgroups * iterations;

/**
 * @returns the rate in 10^9 operations a second, by the wall clock
 * @throws WrongOutput when the word of any invocation is not what the host expects
 */
export const measureArithmetic = async (
  session: GpuSession,
  arithmetic: Arithmetic,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const { operations, period, workgroupSize, expectedWord } = arithmetic;
  const pipeline = await session.pipeline(arithmetic.code, arithmetic.entryPoint);
  const sums = await session.storage(4 * mostWorkgroups * workgroupSize);
  const dispatchOf = ({ workgroups, iterations }: Size): Dispatch => ({
    pipeline,
    params: Uint32Array.from([iterations, ...arithmetic.constants]),
    buffers: { 1: sums },
    workgroups,
  });
  const pacer = createPacer(fewestWorkgroups, mostWorkgroups * arithmetic.mostIterations);
  // drivers compile at the first dispatch
  await session.run([dispatchOf(sizeFor(1))]);
  let dispatchMs = 0;
  for (let attempt = 0; attempt < 16 && dispatchMs < calibratedMs; attempt += 1) {
    const size = sizeFor(pacer.units());
    dispatchMs = await session.run([dispatchOf(size)]);
    pacer.took(unitsOf(size), dispatchMs);
  }

  const window = async (): Promise<number> => {
    const size = sizeFor(pacer.units());
    const lanes = size.workgroups * workgroupSize;
    const count = Math.max(1, Math.round(windowMs / Math.max(1, dispatchMs)));
    await session.clear(sums);
    const tookMs = await session.run(Array<Dispatch>(count).fill(dispatchOf(size)));
    dispatchMs = tookMs / count;
    pacer.took(unitsOf(size), dispatchMs);
    const expected = Uint32Array.from({ length: period }, (_, lane) =>
      Math.imul(count, expectedWord(lane, size.iterations)),
    );
    const words = await session.read(sums, 4 * lanes);
    for (let lane = 0; lane < lanes; lane += 1) {
      if (words[lane] !== expected[lane % period]) throw new WrongOutput(`sum of invocation ${lane}`);
    }
    return (count * lanes * size.iterations * operations) / tookMs / 1e6;
  };
  return passed(await collectWindows(window, plan, () => performance.now(), report), arithmetic.unit);
};
