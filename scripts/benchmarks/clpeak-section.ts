/** fp32 by our kernel on lavapipe beside clpeak's on PoCL: the same processor, two programs, in turn. */
import { findClpeak } from '../../tests/probe/clpeak.ts';
import { compareFp32 } from '../../tests/probe/fp32-comparison.ts';
import { drivers, realProbe } from '../../tests/probe/real-probe.ts';
import { medianOf } from '../bench/figure.ts';
import { short, table } from './table.ts';

const runs = 5;
/** Of clpeak's figure. */
const target = 0.8;

export const clpeakSection = async (): Promise<string> => {
  const clpeak = findClpeak();
  const driver = drivers.find(({ name }) => name === 'lavapipe');
  if (clpeak === null) return 'Not measured: clpeak is not installed (Debian: `clpeak` and `pocl-opencl-icd`).';
  if (driver === undefined || driver.skip !== null) return `Not measured: ${driver?.skip ?? 'no lavapipe'}.`;
  const probe = realProbe({}, driver.env);
  try {
    const pairs = [];
    for (let run = 0; run < runs; run += 1)
      pairs.push(await compareFp32(probe, clpeak, null, new AbortController().signal));
    const ratios = pairs.map(({ ours, theirs }) => ours / theirs);
    const ratio = medianOf(ratios);
    return table(
      ['ours', 'clpeak', 'ratio, median of pairs', 'range', 'target'],
      [
        [
          `${short(medianOf(pairs.map(({ ours }) => ours)))} GFLOPS`,
          `${short(medianOf(pairs.map(({ theirs }) => theirs)))} GFLOPS`,
          short(ratio),
          `${short(Math.min(...ratios))}–${short(Math.max(...ratios))}, ${runs} pairs`,
          `≥ ${target}: ${ratio >= target ? 'met' : '**missed**'}`,
        ],
      ],
    );
  } finally {
    await probe.close();
  }
};
