/** clpeak, another program that measures GPUs: never installed by us, and there is no comparison without it. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const deadlineMs = 120_000;

/** What it is asked for, and under which heading it prints it. */
const tests = {
  fp32: { argument: '--compute-sp', heading: 'Single-precision compute (GFLOPS)' },
  bandwidth: { argument: '--global-bandwidth', heading: 'Global memory bandwidth (GBPS)' },
} as const;

export type ClpeakTest = keyof typeof tests;

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
 * The best figure of a test, of whichever vector width.
 *
 * @param text what clpeak 1.1.2 prints, device after device
 * @param device by its name; null: the first that has the test
 * @returns GFLOPS or GB/s; null when there is none
 */
export const parseClpeak = (text: string, test: ClpeakTest, device: string | null = null): number | null => {
  const devices = text.split(/^\s*Device: */m).slice(1);
  for (const own of devices) {
    if (device !== null && own.split('\n', 1)[0]?.trim() !== device) continue;
    const [, section = ''] = own.split(tests[test].heading);
    const [lines = ''] = section.split(/\n\s*\n/);
    const figures = [...lines.matchAll(/^\s*float\d*\s*:\s*([\d.]+)\s*$/gm)].map(([, figure]) => Number(figure));
    if (figures.length > 0) return Math.max(...figures);
  }
  return null;
};

/** @throws when clpeak fails or prints no figure */
export const runClpeak = async (
  clpeak: string,
  test: ClpeakTest,
  device: string | null,
  signal: AbortSignal,
): Promise<number> => {
  const { stdout } = await promisify(execFile)(clpeak, [tests[test].argument], { timeout: deadlineMs, signal });
  const figure = parseClpeak(stdout, test, device);
  if (figure === null) throw new Error(`clpeak printed no ${test} figure`);
  return figure;
};
