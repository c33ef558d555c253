/** What a worker costs, how fast it gives the PC back, and how fast it is taken up again. */
import { benchContainer } from '../bench/container.ts';
import { medianOf } from '../bench/figure.ts';
import { benchGateway } from '../bench/gateway.ts';
import { benchIdleJob } from '../bench/idle-job.ts';
import { benchOwnerReturns } from '../bench/owner-returns.ts';
import { benchReattach } from '../bench/reattach.ts';
import { short, table } from './table.ts';

const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;

const verdictOf = (value: number, target: number): string => `≤ ${target}: ${value <= target ? 'met' : '**missed**'}`;

const distribution = (name: string, tookMs: readonly number[], targetMs: number): string[] => [
  name,
  `${short(medianOf(tookMs))} ms`,
  `${short(p95(tookMs))} ms`,
  `${short(Math.max(...tookMs))} ms`,
  String(tookMs.length),
  verdictOf(p95(tookMs), targetMs),
];

export const workerSection = async (): Promise<string> => {
  const returns = await benchOwnerReturns();
  const reattach = await benchReattach();
  const idle = await benchIdleJob();
  const started = [...(await benchContainer()), ...(await benchGateway())];
  const idleCost = idle.with - idle.without;
  return [
    'Each time is from the sign, by the clock of whoever gave it, to the engine’s own word that the processes stand still.',
    '',
    table(
      ['from', 'median', 'p95', 'most', 'runs', 'target for p95, ms'],
      [
        ...returns.map(({ sign, tookMs }) => distribution(sign, tookMs, 1_000)),
        distribution(
          'the app’s start after `kill -9` to its job seen running again (two looks, 2 s apart)',
          reattach,
          10_000,
        ),
      ],
    ),
    '',
    table(
      ['figure', 'median', 'runs', 'target'],
      [
        ...started.map(({ name, median, unit, runs, target }) => [
          name,
          `${short(median)} ${unit}`,
          String(runs),
          target === null ? '–' : verdictOf(median, target),
        ]),
        ['core without a job, share of one core', `${short(idle.without)} %`, '1', '–'],
        ['the same with an idle job', `${short(idle.with)} %`, '1', '–'],
        ['one idle job', `${short(idleCost)} %`, '1', verdictOf(idleCost, 0.2)],
      ],
    ),
  ].join('\n');
};
