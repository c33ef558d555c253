/** Our fp32 figure beside that of clpeak on the same device. For a test and for the figures. */
import type { Probe } from '../../electron/probe/client.ts';
import { runClpeak } from './clpeak.ts';

export interface Fp32Comparison {
  /** Both in GFLOPS. */
  ours: number;
  theirs: number;
}

/**
 * Measures with both, one after the other.
 *
 * @param adapterName null: the first adapter
 * @throws the probe's errors; when clpeak fails or prints no figure; when our output was wrong
 */
export const compareFp32 = async (
  probe: Probe,
  clpeak: string,
  adapterName: string | null,
  signal: AbortSignal,
): Promise<Fp32Comparison> => {
  const { verdict, figure } = await probe.measure(
    { kind: 'fp32_throughput', adapterName, windows: 15, budgetMs: 5000, sustainMs: 0 },
    { signal, deadlineMs: 60_000 },
  );
  if (verdict !== 'passed' || !figure) throw new Error(`our fp32 is ${verdict}`);
  return { ours: figure.best, theirs: await runClpeak(clpeak, 'fp32', null, signal) };
};
