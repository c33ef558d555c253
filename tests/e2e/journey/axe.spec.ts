/**
 * Every page of the running app: nothing that axe finds in light, dark and Arabic, nothing off the side of a window at
 * twice the size, no error and no break of the content policy in any of them.
 */
import { expect, type Page, test } from '@playwright/test';
import { complaintsOf } from './complaints.ts';
import { type RunningApp, startApp, whyNoJobs } from './running-app.ts';
import { inAnotherLook, violationsOf } from './violations.ts';
import { chooseLanguage, confirmedRewards, goStraightOnline, open, rewardTimeoutMs, sentence } from './walk.ts';
import { sentenceOf, wordsOf } from './words.ts';

const routes = ['home', 'devices', 'checks', 'worker', 'earnings', 'tier', 'stake', 'settings'] as const;
const wide = { width: 1280, height: 800 };
/** The same window, magnified twice. */
const magnified = { width: 640, height: 800 };
const english = wordsOf('en');
const arabic = wordsOf('ar');

test.describe.configure({ mode: 'serial' });
test.skip(whyNoJobs !== null, `no job can run here: ${whyNoJobs}`);

let app: RunningApp;
let page: Page;
let complaints: string[];

/** @param rules all of them by default */
const expectNoViolations = async (where: string, rules?: string[]): Promise<void> =>
  expect([where, await violationsOf(page, rules)]).toEqual([where, []]);

const expectNothingOffTheSide = async (where: string): Promise<void> => {
  const spare = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect([where, spare]).toEqual([where, 0]);
};

test.beforeAll(async ({ browser }) => {
  app = await startApp();
  // A colour on its way to another has a contrast that nobody chose.
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  page = await context.newPage();
  complaints = await complaintsOf(page);
  await page.goto(app.url);
});

test.afterAll(async () => {
  await page?.context().close();
  await app?.stop();
});

test.afterEach(() => {
  expect(complaints).toEqual([]);
});

test('the first page', async () => {
  await expect(sentence(page)).not.toBeEmpty();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoViolations(`onboarding, ${colorScheme}`);
  }
  await page.setViewportSize(magnified);
  await expectNothingOffTheSide('onboarding');
  await page.setViewportSize(wide);
});

test('the Worker page while a job runs', async () => {
  await goStraightOnline(page, english);
  await open(page, english, 'worker');
  await expect(sentence(page)).toHaveText(sentenceOf(english.worker.sentence.running));
  await expect(page.getByRole('log')).toContainText('job starts');
  await expectNoViolations('a running job');
});

test('every page in light and dark, and magnified', async () => {
  for (const route of routes) {
    await open(page, english, route);
    // The pages before this one are looked at while the first network hour passes.
    if (route === 'earnings')
      await expect(confirmedRewards(page, english).first()).toBeVisible({ timeout: rewardTimeoutMs });
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoViolations(`${route}, dark`, inAnotherLook);
    await page.emulateMedia({ colorScheme: 'light' });
    await expectNoViolations(route);
    await page.setViewportSize(magnified);
    await expectNothingOffTheSide(route);
    await page.setViewportSize(wide);
  }
});

test('the sheet that asks before coins move', async () => {
  await open(page, english, 'stake');
  await page.getByLabel(english.stake.form.amount).fill('1');
  await page.getByRole('button', { name: english.stake.action.review }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoViolations(`sheet, ${colorScheme}`);
  }
  await page.keyboard.press('Escape');
});

test('every page in Arabic, and magnified', async () => {
  await chooseLanguage(page, english, 'العربية');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  for (const route of routes) {
    await open(page, arabic, route);
    await expectNoViolations(`${route}, Arabic`);
  }
  await page.setViewportSize(magnified);
  for (const route of routes) {
    await open(page, arabic, route);
    await expectNothingOffTheSide(`${route}, Arabic`);
  }
});
