/**
 * Our fp32 figure beside that of clpeak on the same device. For a test and for the bench; clpeak is never installed by
 * us, and there is no comparison without it.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Probe } from '../../electron/probe/client.ts';

const clpeakDeadlineMs = 120_000;

export interface Fp32Comparison {
  /** Both in GFLOPS. */
  ours: number;
  theirs: number;
}

/** @returns the path of clpeak; null where it is not on PATH */
export const findClpeak = (path = process.env.PATH ?? ''): string | null => {
  const candidates = path.split(delimiter).map((dir) => join(dir, 'clpeak'));
  const isRunnable = (file: string): boolean => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      // not in this folder
      return false;
    }
  };
  return candidates.find(isRunnable) ?? null;
};

/**
 * The best single-precision figure, of whichever vector width.
 *
 * @param text what `clpeak --compute-sp` (1.1.2) prints
 * @returns GFLOPS; null when there is none
 */
export const parseClpeak = (text: string): number | null => {
  const [, section = ''] = text.split(/Single-precision compute \(GFLOPS\)/);
  const figures = [...section.matchAll(/^\s*float\d*\s*:\s*([\d.]+)\s*$/gm)].map(([, figure]) => Number(figure));
  return figures.length === 0 ? null : Math.max(...figures);
};

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
  const { stdout } = await promisify(execFile)(clpeak, ['--compute-sp'], { timeout: clpeakDeadlineMs, signal });
  const theirs = parseClpeak(stdout);
  if (theirs === null) throw new Error('clpeak printed no figure');
  return { ours: figure.best, theirs };
};
