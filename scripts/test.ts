/**
 * `npm test`: gets what the tests need, then runs all of them: checks, real machine, real Docker, faults, and the pages
 * in a real browser. What could not run is listed by name with its reason. With CI=true only what needs Electron's
 * binary or a GPU may be, and the projects `long` and `postgres-long` are left out.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from './build.ts';
import { readProvisionFacts } from './provision/facts.ts';
import { run } from './run-node.ts';

const root = join(import.meta.dirname, '..');
const isCi = process.env.CI === 'true';
const reports = mkdtempSync(join(tmpdir(), 'perigee-test-'));

interface Tally {
  passed: number;
  failed: number;
  skipped: string[];
}

const node = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> =>
  run(process.execPath, args, { ...process.env, ...env });

interface VitestReport {
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

const vitestTally = (path: string): Tally => {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as VitestReport;
  const tests = testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').length + brokenFiles,
    skipped: tests.filter(({ status }) => status === 'skipped' || status === 'pending').map(({ fullName }) => fullName),
  };
};

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    ok: boolean;
    tests: { status: string; annotations: { type: string; description?: string }[] }[];
  }[];
}

const playwrightTally = (path: string): Tally => {
  const tally: Tally = { passed: 0, failed: 0, skipped: [] };
  const visit = ({ suites = [], specs = [] }: PlaywrightSuite): void => {
    for (const { title, tests } of specs)
      for (const { status, annotations } of tests) {
        if (status === 'skipped')
          tally.skipped.push([title, ...annotations.map(({ description }) => description)].join(': '));
        else if (status === 'expected' || status === 'flaky') tally.passed += 1;
        else tally.failed += 1;
      }
    for (const suite of suites) visit(suite);
  };
  visit(JSON.parse(readFileSync(path, 'utf8')) as PlaywrightSuite);
  return tally;
};

const step = async (name: string, work: () => Promise<Tally>): Promise<Tally> => {
  const startedAt = performance.now();
  console.log(`\n— ${name}`);
  const tally = await work();
  console.log(
    `— ${name}: ${tally.passed} passed, ${tally.failed} failed, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
  );
  return tally;
};

const vitest = async (...projects: readonly string[]): Promise<Tally> => {
  const path = join(reports, `${projects.join('-')}.json`);
  const code = await node([
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter',
    'default',
    '--reporter',
    'json',
    '--outputFile',
    path,
  ]);
  const tally = vitestTally(path);
  return { ...tally, failed: tally.failed === 0 && code !== 0 ? 1 : tally.failed };
};

const one = (code: number): Tally => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] });

/** Left out by name where no server could be had: provisioning says why. */
const onPostgres = (project: string) => async (): Promise<Tally> =>
  (await readProvisionFacts())?.postgres
    ? vitest(project)
    : { passed: 0, failed: 0, skipped: [`${project}: no PostgreSQL server`] };

const overNats = async (): Promise<Tally> => {
  const facts = await readProvisionFacts();
  if (facts?.postgres && facts.nats) return vitest('nats');
  return { passed: 0, failed: 0, skipped: [`nats: no ${facts?.nats ? 'PostgreSQL' : 'NATS'} server`] };
};

const tallies = [
  await step('what the tests need', async () => {
    const code = await node(['scripts/provision/main.ts']);
    const facts = await readProvisionFacts();
    return { ...one(code), skipped: (facts?.skipped ?? []).map(({ what, why }) => `${what}: ${why}`) };
  }),
  await step('npm run check', async () => one(await node(['scripts/check.ts']))),
  await step('unit tests that wait', () => vitest('waiting')),
  await step('invariants, 10,000 cases each', () => vitest('invariants')),
  await step('build', async () => {
    await buildIfStale();
    return one(0);
  }),
  await step('machine, Docker, network and faults', () => vitest('machine', 'network')),
  await step('network on PostgreSQL', onPostgres('postgres')),
  await step('several processes over NATS', overNats),
  ...(isCi
    ? []
    : [
        await step('kills again and again, and long waits', () => vitest('long')),
        await step('the whole network suite on PostgreSQL', onPostgres('postgres-long')),
      ]),
  await step('pages in a browser', async () => {
    const path = join(reports, 'playwright.json');
    const code = await node([join(root, 'node_modules/@playwright/test/cli.js'), 'test'], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: path,
    });
    const tally = playwrightTally(path);
    return { ...tally, failed: tally.failed === 0 && code !== 0 ? 1 : tally.failed };
  }),
];
rmSync(reports, { recursive: true, force: true });
await node(['scripts/provision/stop.ts']);

const skipped = tallies.flatMap((tally) => tally.skipped);
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
let failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
console.log('');
for (const name of skipped) console.log(`skipped: ${name}`);
if (isCi) {
  const unexpected = skipped.filter((name) => !/electron|needs a GPU/i.test(name));
  if (unexpected.length > 0)
    console.log(
      `With CI=true only what needs Electron's binary or a GPU may be skipped; ${unexpected.length} more were.`,
    );
  failed += unexpected.length;
}
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
