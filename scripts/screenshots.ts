/**
 * Walks the running app through a first day on Localnet and saves every page for the guide: `node scripts/screenshots.ts`.
 * The pictures show what the app showed; nothing in them is drawn or filled in.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { type RunningApp, startApp, whyNoJobs } from '../tests/e2e/journey/running-app.ts';
import { wordsOf } from '../tests/e2e/journey/words.ts';
import { buildIfStale } from './build.ts';
import { findChromium } from './provision/programs.ts';

const folder = join(import.meta.dirname, '../docs/screenshots');
const viewport = { width: 1280, height: 800 };
const jobTimeoutMs = 60_000;
const checkTimeoutMs = 120_000;
/** Enough network hours for a chart that has something to show. */
const hoursToEarnMs = 150_000;

type Look = 'light' | 'dark' | 'arabic';
const looks: readonly Look[] = ['light', 'dark', 'arabic'];
const english = wordsOf('en');
const arabic = wordsOf('ar');

const open = async (page: Page, route: string): Promise<void> => {
  await page.goto(new URL(`/#/${route}`, page.url()).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
};

/** Changes the language as the owner would, and comes back. */
const speak = async (page: Page, from: typeof english, name: string, back: string): Promise<void> => {
  await open(page, 'settings');
  await page.getByRole('tab', { name: from.settings.tab.look }).click();
  await page.getByRole('combobox', { name: from.settings.look.language }).click();
  await page.getByRole('option', { name }).click();
  await page.locator(`html[lang="${name === 'English' ? 'en' : 'ar'}"]`).waitFor();
  // Settings, too, is shown as it opens, not with the tab of languages.
  await open(page, 'home');
  await open(page, back);
};

const save = async (page: Page, name: string, look: Look): Promise<void> => {
  await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'no-preference' });
  await page.evaluate('scrollTo(0, 0)');
  await page.mouse.move(0, 0);
  // Charts are drawn once more after the colours have changed.
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
  console.log(`${name}-${look}.png`);
};

const saveLightAndDark = async (page: Page, name: string): Promise<void> => {
  for (const look of ['light', 'dark'] as const) await save(page, name, look);
};

/** The page that is open, in every look. */
const saveAll = async (page: Page, name: string, route: string): Promise<void> => {
  await saveLightAndDark(page, name);
  await speak(page, english, 'العربية', route);
  await save(page, name, 'arabic');
  await speak(page, arabic, 'English', route);
};

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const chooseFirstLanguage = async (page: Page, from: string, to: string): Promise<void> => {
  await button(page, from).click();
  await page.getByRole('menuitem', { name: to }).click();
  await page.locator(`html[lang="${to === 'English' ? 'en' : 'ar'}"]`).waitFor();
};

const seeRunning = (page: Page): Promise<void> =>
  page
    .getByRole('log')
    .getByText(/work \d+ of 15/)
    .nth(3)
    .waitFor({ timeout: jobTimeoutMs });

const picture = async (app: RunningApp, page: Page): Promise<void> => {
  await page.goto(app.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await saveLightAndDark(page, 'onboarding');
  await chooseFirstLanguage(page, 'English', 'العربية');
  await save(page, 'onboarding', 'arabic');
  await chooseFirstLanguage(page, 'العربية', 'English');
  await button(page, english.onboarding.online.later).click();

  await open(page, 'checks');
  await button(page, english.checks.action.quick).click();
  await page.waitForTimeout(8_000);
  await saveAll(page, 'checks-running', 'checks');
  await button(page, english.checks.action.quick).waitFor({ timeout: checkTimeoutMs });
  await saveAll(page, 'checks', 'checks');

  await open(page, 'home');
  await button(page, english.common.control.start).first().click();
  const startedAt = Date.now();
  await open(page, 'worker');
  await seeRunning(page);
  await saveAll(page, 'worker', 'worker');
  await page.waitForTimeout(Math.max(0, hoursToEarnMs - (Date.now() - startedAt)));
  for (const name of ['home', 'devices', 'earnings', 'tier', 'stake', 'settings']) {
    await open(page, name);
    await saveAll(page, name, name);
  }

  await open(page, 'stake');
  await askToStake(page, english);
  await saveLightAndDark(page, 'confirm-stake');
  await speak(page, english, 'العربية', 'stake');
  await askToStake(page, arabic);
  await save(page, 'confirm-stake', 'arabic');
};

const askToStake = async (page: Page, { stake }: typeof english): Promise<void> => {
  await page.reload();
  await page.getByLabel(stake.form.amount).fill('25');
  await button(page, stake.action.review).click();
  await page.getByRole('dialog').waitFor();
};

const pictureProblem = async (app: RunningApp, page: Page): Promise<void> => {
  await page.goto(app.url);
  await button(page, english.onboarding.online.later).click();
  await button(page, english.common.control.start).first().click();
  await page
    .getByRole('heading', { level: 1, name: english.home.sentence.needsYou })
    .waitFor({ timeout: jobTimeoutMs });
  await page.waitForTimeout(45_000);
  await saveAll(page, 'home-problem', 'home');
};

const withApp = async (
  browser: Browser,
  engineSocket: string | null,
  work: (app: RunningApp, page: Page) => Promise<void>,
): Promise<void> => {
  const app = await startApp(engineSocket);
  const context = await browser.newContext({ viewport, locale: 'en-GB' });
  try {
    await work(app, await context.newPage());
  } finally {
    await context.close();
    await app.stop();
  }
};

if (whyNoJobs !== null) throw new Error(`no job can run here: ${whyNoJobs}`);
await buildIfStale();
await mkdir(folder, { recursive: true });
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath === null ? {} : { executablePath }),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-background-networking'],
});
try {
  await withApp(browser, null, picture);
  await withApp(browser, '/nonexistent.sock', pictureProblem);
} finally {
  await browser.close();
}
console.log(`${looks.join(', ')} in ${folder}`);
