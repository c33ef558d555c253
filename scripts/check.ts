/** `npm run check`: format, lint, boundaries, types, locales, dead exports and unit tests, two at a time. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', name);

interface Step {
  name: string;
  args: readonly string[];
}

/**
 * What was found last time is kept, so that only what changed is looked at again. One checker at a time: several work out
 * the same types again, each for itself.
 */
const types = (project: string): string[] => [
  bin('typescript/bin/tsc'),
  ...[
    '-p',
    `tsconfig.${project}.json`,
    '--checkers',
    '1',
    '--incremental',
    '--tsBuildInfoFile',
    `.cache/types/${project}.json`,
  ],
];

const steps: readonly Step[] = [
  {
    name: 'unit tests',
    args: [bin('vitest/vitest.mjs'), 'run', '--project', 'unit', '--reporter', 'default'],
  },
  {
    name: 'format and lint',
    args: [bin('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '--error-on-warnings', '.'],
  },
  { name: 'types: shared', args: types('shared') },
  { name: 'types: host', args: types('node') },
  { name: 'types: browser tests', args: types('e2e') },
  { name: 'types: pages', args: types('web') },
  {
    name: 'boundaries',
    args: [
      bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      '--cache',
      '.cache/boundaries',
      '--cache-strategy',
      'content',
      'electron',
      'network',
      'shared',
      'renderer',
    ],
  },
  { name: 'locales', args: ['scripts/check-locales.ts'] },
  { name: 'verifier as built', args: ['scripts/build-verifier.ts', '--check'] },
  { name: 'relay as built', args: ['scripts/build-relay.ts', '--check'] },
  { name: 'dead exports', args: [bin('knip/bin/knip.js'), '--cache', '--cache-location', '.cache/knip'] },
];

const runStep = ({ name, args }: Step): Promise<boolean> =>
  new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
      if (code !== 0) console.log(Buffer.concat(output).toString('utf8').trim());
      resolve(code === 0);
    });
  });

const startedAt = performance.now();
const waiting = [...steps];
const results: boolean[] = [];
const lane = async (): Promise<void> => {
  for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await runStep(step));
};
await Promise.all([lane(), lane()]);
const failed = results.filter((isGood) => !isGood).length;
console.log(
  `${results.length - failed} passed, ${failed} failed (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`,
);
process.exitCode = failed === 0 ? 0 : 1;
