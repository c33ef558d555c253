/** How long the check suite takes on this machine, and what it measured, by the built command line as an owner runs it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRunSchema } from '../../shared/contract/app/checks.ts';
import { short, table } from './table.ts';

const mainPath = join(import.meta.dirname, '../../dist/headless/main.js');

/** Seconds for this PC and one GPU. */
const targets = { quick: 60, full: 300 } as const;

const runMode = async (mode: keyof typeof targets) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'perigee-check-'));
  try {
    const child = spawn(process.execPath, [mainPath, 'check', `--${mode}`, '--json', '--data', dataDir], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk);
    return checkRunSchema.parse(JSON.parse(Buffer.concat(chunks).toString()));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

/** @returns the durations, then every step of the full run */
export const checkSection = async (): Promise<string> => {
  const quick = await runMode('quick');
  const full = await runMode('full');
  const durations = [quick, full].map(({ mode, startedAt, finishedAt, steps }) => {
    const seconds = ((finishedAt ?? startedAt) - startedAt) / 1000;
    const target = targets[mode as keyof typeof targets];
    return [
      mode,
      String(steps.length),
      `${short(seconds)} s`,
      `≤ ${target} s: ${seconds <= target ? 'met' : '**missed**'}`,
    ];
  });
  const steps = full.steps.map(({ kind, subject, verdict, figure }) => [
    kind,
    subject.startsWith('/') ? 'data folder' : subject || 'this PC',
    verdict ?? 'failed',
    figure === null ? '–' : `${short(figure.median)} ${figure.unit}`,
    figure === null ? '–' : `${short(figure.p10)}–${short(figure.p90)}`,
    figure?.cv == null ? '–' : `${short(100 * figure.cv)} %`,
    figure === null ? '–' : String(figure.windows),
    figure?.throttleRatio == null ? '–' : short(figure.throttleRatio),
  ]);
  return [
    table(['mode', 'steps', 'took', 'target'], durations),
    'Everything that the full run measured:',
    table(['check', 'of', 'verdict', 'median', 'p10–p90', 'CV', 'windows', 'sustained ÷ best'], steps),
  ].join('\n\n');
};
