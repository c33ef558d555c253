/**
 * The whole way of a person through the real app: first run, check, joining, a job in real Docker, the first reward,
 * tier, stake, settings, pause. Nothing between the pages and the engine is a stand-in.
 */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { complaintsOf } from './complaints.ts';
import { containerState, type RunningApp, startApp, whyNoJobs } from './running-app.ts';
import {
  button,
  chooseLanguage,
  confirmedRewards,
  earningSentence,
  goThroughFirstRun,
  open,
  rewardTimeoutMs,
  sentence,
} from './walk.ts';
import { anyOf, sentenceOf, wordsOf } from './words.ts';

const words = wordsOf('en');
const { common, earnings, home, onboarding, problems, stake, worker } = words;
const arabicLetter = /\p{Script=Arabic}/u;

test.describe.configure({ mode: 'serial' });
test.skip(whyNoJobs !== null, `no job can run here: ${whyNoJobs}`);

let app: RunningApp;
let page: Page;
let complaints: string[];

test.beforeAll(async ({ browser }) => {
  app = await startApp();
  page = await browser.newPage();
  complaints = await complaintsOf(page);
  await page.goto(app.url);
});

test.afterAll(async () => {
  await page?.close();
  await app?.stop();
});

test.afterEach(() => {
  expect(complaints).toEqual([]);
});

test('the first page says what was found in this PC', async () => {
  await expect(sentence(page)).toHaveText(anyOf(...Object.values(onboarding.verdict).map((text) => sentenceOf(text))));
  const found = (name: string) => page.getByRole('listitem').filter({ hasText: name }).last();
  for (const name of [onboarding.found.processor, onboarding.found.memory, onboarding.found.disk])
    await expect(found(name)).toContainText(/\d/);
  await expect(found(onboarding.found.engine)).toContainText(
    anyOf(/\d+\.\d+/, new RegExp(problems.ENGINE_OUTDATED.short, 'u')),
  );
  await expect(button(page, onboarding.online.goPlay)).toBeDisabled();
});

test('a check leads online, Home says that it joins and then that it earns', async () => {
  await goThroughFirstRun(page, words);
  await expect(sentence(page)).toHaveText(home.sentence.joining);
  await expect(sentence(page)).toHaveText(earningSentence(words));
});

test('a job seen running is a container of the engine, with its log line by line', async () => {
  await open(page, words, 'worker');
  await expect(sentence(page)).toHaveText(sentenceOf(worker.sentence.running));
  const shown = page.getByLabel(worker.stats.label);
  const jobId = (await shown.locator('bdi').first().textContent()) ?? '';
  expect(jobId).toMatch(/^[\w-]{8}$/);
  expect(await containerState(jobId)).toBe('running');

  const log = page.getByRole('log', { name: worker.log.region });
  await expect(log).toContainText('job starts');
  const linesNow = await log.getByText(/work \d+ of 15/).count();
  await expect.poll(() => log.getByText(/work \d+ of 15/).count()).toBeGreaterThan(linesNow);
  await expect(page.getByText(worker.reach.readBack)).toBeVisible();

  await expect(sentence(page)).toHaveText(sentenceOf(worker.sentence.done));
  await expect.poll(() => containerState(jobId)).toBeNull();
});

test('the first reward is confirmed, and its arithmetic adds up', async () => {
  await open(page, words, 'earnings');
  const rewards = confirmedRewards(page, words);
  await expect(rewards.first()).toBeVisible({ timeout: rewardTimeoutMs });
  await rewards.last().getByRole('button').click();
  await expect(page.getByText(earnings.why.agrees)).toBeVisible();

  const line = (label: RegExp | string) =>
    page.locator('dl > div').filter({ has: page.locator('dt', { hasText: label }) });
  const numbersIn = async (place: Locator): Promise<number[]> =>
    ((await place.textContent())?.match(/\d[\d.,]*/g) ?? []).map((figure) => Number(figure.replaceAll(',', '')));
  const [pool = 0] = await numbersIn(line(sentenceOf(earnings.why.pool)).locator('dd'));
  const [score = 0, scoreSum = 0] = await numbersIn(line(earnings.why.share).locator('dt small'));
  const [reward = 0] = await numbersIn(line(new RegExp(`^${earnings.why.reward}$`)).locator('dd'));
  expect(reward).toBeGreaterThan(0);
  const share = score / scoreSum;
  // The pool is shown to the hundredth and the reward to the ten-thousandth, both rounded down.
  expect(Math.abs(pool * share - reward)).toBeLessThan(0.01 * share + 0.0001);
});

test('Tier says what is missing for the next step', async () => {
  await open(page, words, 'tier');
  await expect(page.getByRole('table')).toBeVisible();
});

test('coins are staked and taken out only after the worst case was shown', async () => {
  await open(page, words, 'stake');
  const amount = page.getByLabel(stake.form.amount);
  await amount.fill('12.5');
  await button(page, stake.action.review).click();
  const sheet = page.getByRole('dialog');
  const { worstAll, worstPart } = stake.confirm;
  await expect(sheet.locator('strong').first()).toHaveText(anyOf(sentenceOf(worstAll), sentenceOf(worstPart)));
  await expect(button(page, common.sheet.notNow)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();

  await button(page, stake.action.review).click();
  await sheet.getByRole('button', { name: sentenceOf(stake.confirm.agreeStake) }).click();
  await expect(page.getByRole('status').filter({ hasText: sentenceOf(stake.done.stake) })).toBeVisible();

  await page
    .getByRole('radiogroup', { name: stake.form.action })
    .getByText(stake.action.unstake, { exact: true })
    .click();
  await amount.fill('5');
  await button(page, stake.action.review).click();
  await expect(sheet).toContainText(stake.confirm.worstUnstakeBody);
  await sheet.getByRole('button', { name: sentenceOf(stake.confirm.agreeUnstake) }).click();
  await expect(page.getByRole('status').filter({ hasText: sentenceOf(stake.done.unstake) })).toBeVisible();
  await expect(page.getByText(sentenceOf(stake.calendar.cooling))).toBeVisible();
});

test('the language changes while it runs, with the direction and every sentence', async () => {
  await chooseLanguage(page, words, 'العربية');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  const arabic = wordsOf('ar');
  for (const route of ['home', 'devices', 'checks', 'worker', 'earnings', 'tier', 'stake', 'settings'] as const) {
    await open(page, arabic, route);
    await expect(sentence(page)).toHaveText(arabicLetter);
  }

  await chooseLanguage(page, arabic, 'Español');
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
  const spanish = wordsOf('es');
  await open(page, spanish, 'home');
  await expect(button(page, spanish.common.control.pause).first()).toBeVisible();

  await chooseLanguage(page, spanish, 'English');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('Pause stops it, and Resume goes on', async () => {
  await open(page, words, 'home');
  await page.getByRole('main').getByRole('button', { name: common.control.pause, exact: true }).click();
  await expect(sentence(page)).toHaveText(home.sentence.paused);
  await page.getByRole('main').getByRole('button', { name: common.control.resume, exact: true }).click();
  await expect(sentence(page)).not.toHaveText(home.sentence.paused);
  await expect(sentence(page)).toHaveText(earningSentence(words));
});
