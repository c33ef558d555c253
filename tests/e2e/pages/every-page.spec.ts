/**
 * Every page in the states that matter, in a real Chromium under the real content policy: nothing that axe finds, no
 * style written by a script, no policy violation, nothing cut off on a narrow window.
 */
import { expect, type Page, test } from '@playwright/test';
import type { ScenarioName } from '../../fakes/core/scenarios.ts';
import { type ServedFake, serveFakeCore } from '../../fakes/core/serve.ts';
import { complaintsOf } from '../journey/complaints.ts';
import { inAnotherLook, violationsOf } from '../journey/violations.ts';

const routes = ['home', 'devices', 'checks', 'worker', 'earnings', 'tier', 'stake', 'community', 'settings'] as const;

/** Tabs with an address of their own. */
const tabs = [
  'community/issues',
  'community/proposals',
  'community/questions',
  'community/roadmap',
  'community/releases',
  'community/reports',
] as const;

/** Behind another page, about the loss of `slashed`. */
const aCase = 'evidence/slash-1';

interface State {
  scenario: ScenarioName;
  on: readonly ((typeof routes)[number] | (typeof tabs)[number] | typeof aCase)[];
  /** Where every component stands at least once; the others add words to the same colours. In CI only the first of them. */
  inDark?: true;
}

const states: readonly State[] = [
  { scenario: 'job-running', on: [...routes, ...tabs], inDark: true },
  { scenario: 'cpu-only-localnet', on: ['home', 'devices', 'checks'] },
  { scenario: 'docker-down', on: ['home', 'devices'], inDark: true },
  { scenario: 'slashed', on: ['home', 'stake', 'earnings', aCase], inDark: true },
  { scenario: 'checks-running', on: ['checks'] },
  { scenario: 'checks-low', on: ['checks'] },
  { scenario: 'memory-running', on: ['checks'] },
  { scenario: 'memory-failed', on: ['home', 'devices', 'checks'], inDark: true },
  { scenario: 'rig', on: ['home', 'devices', 'checks'] },
  { scenario: 'empty', on: ['home', 'worker', 'earnings', 'tier', 'stake', 'community'] },
  { scenario: 'paused', on: ['home'] },
  { scenario: 'owner-plays', on: ['home', 'worker'] },
  { scenario: 'first-run', on: ['home'], inDark: true },
];

test.describe.configure({ mode: 'parallel' });

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

const enter = async (page: Page, served: ServedFake): Promise<void> => {
  await page.goto(served.url);
  await expect(heading(page)).toBeVisible();
};

const open = async (page: Page, route: string): Promise<void> => {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${route}`);
  await expect(heading(page)).toBeVisible();
  await page.waitForTimeout(300);
};

const isCi = process.env.CI === 'true';
const [fullest] = states;

for (const { scenario, on, inDark } of states) {
  for (const colorScheme of inDark && (!isCi || scenario === fullest?.scenario)
    ? (['light', 'dark'] as const)
    : (['light'] as const)) {
    test(`${scenario} is readable by everyone in ${colorScheme}`, async ({ browser }) => {
      const served = await serveFakeCore(scenario);
      const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      const complaints = await complaintsOf(page);
      await enter(page, served);
      for (const route of on) {
        await open(page, route);
        const rules = colorScheme === 'dark' ? inAnotherLook : undefined;
        expect([route, await violationsOf(page, rules)]).toEqual([route, []]);
        expect(await page.locator('style').count()).toBe(0);
      }
      expect(complaints).toEqual([]);
      await context.close();
      await served.close();
    });
  }
}

const narrowStates: typeof states = [
  { scenario: 'job-running', on: [...routes, ...tabs] },
  { scenario: 'slashed', on: ['stake', aCase] },
  { scenario: 'docker-down', on: ['home'] },
  { scenario: 'first-run', on: ['home'] },
  { scenario: 'checks-running', on: ['checks'] },
  { scenario: 'memory-failed', on: ['checks'] },
  { scenario: 'rig', on: ['devices', 'checks'] },
];

const narrowWindows = [
  ['390 pixels', { width: 390, height: 844 }],
  ['a zoom of 200 %', { width: 640, height: 400 }],
] as const;

for (const { scenario, on } of narrowStates) {
  test(`nothing of ${scenario} runs off the side, in either direction`, async ({ browser }) => {
    const served = await serveFakeCore(scenario);
    const context = await browser.newContext({ viewport: narrowWindows[0][1] });
    const page = await context.newPage();
    await enter(page, served);
    for (const route of on) {
      await open(page, route);
      for (const [name, viewport] of narrowWindows)
        for (const direction of ['ltr', 'rtl'] as const) {
          await page.setViewportSize(viewport);
          await page.evaluate((dir) => {
            document.documentElement.dir = dir;
          }, direction);
          const spare = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect([route, name, direction, spare]).toEqual([route, name, direction, 0]);
        }
    }
    await context.close();
    await served.close();
  });
}
