/** The main line in Arabic from the first page: nothing needs a restart, and the job's log stays as it was written. */
import { expect, test } from '@playwright/test';
import { complaintsOf } from './complaints.ts';
import { startApp, whyNoJobs } from './running-app.ts';
import {
  button,
  confirmedRewards,
  earningSentence,
  goThroughFirstRun,
  open,
  rewardTimeoutMs,
  sentence,
} from './walk.ts';
import { sentenceOf, wordsOf } from './words.ts';

test.skip(whyNoJobs !== null, `no job can run here: ${whyNoJobs}`);

test('Arabic is chosen on the first page and leads to the first reward', async ({ page }) => {
  const words = wordsOf('ar');
  const { common, earnings, stake, worker } = words;
  const app = await startApp();
  try {
    const complaints = await complaintsOf(page);
    await page.goto(app.url);
    await button(page, 'English').click();
    await page.getByRole('menuitem', { name: 'العربية' }).click();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');

    await goThroughFirstRun(page, words);
    await expect(sentence(page)).toHaveText(earningSentence(words));

    await open(page, words, 'worker');
    await expect(sentence(page)).toHaveText(sentenceOf(worker.sentence.running));
    const log = page.getByRole('log', { name: worker.log.region });
    await expect(log).toContainText('job starts');
    expect(await log.evaluate((region) => getComputedStyle(region).direction)).toBe('ltr');

    await open(page, words, 'stake');
    await page.getByLabel(stake.form.amount).fill('3');
    await button(page, stake.action.review).click();
    await expect(page.getByRole('dialog')).toContainText(/\p{Script=Arabic}/u);
    await expect(button(page, common.sheet.notNow)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();

    await open(page, words, 'earnings');
    const rewards = confirmedRewards(page, words);
    await expect(rewards.first()).toBeVisible({ timeout: rewardTimeoutMs });
    await rewards.last().getByRole('button').click();
    await expect(page.getByText(earnings.why.agrees)).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    await app.stop();
  }
});
