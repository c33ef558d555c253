/** A PC without a container engine: the pages say so and what it costs, and the proofs still earn. */
import { expect, test } from '@playwright/test';
import { complaintsOf } from './complaints.ts';
import { startApp } from './running-app.ts';
import { confirmedRewards, earningSentence, goStraightOnline, open, rewardTimeoutMs, sentence } from './walk.ts';
import { sentenceOf, wordsOf } from './words.ts';

test('without an engine it explains what is missing and still earns its proofs’ reward', async ({ page }) => {
  const words = wordsOf('en');
  const { earnings, problems, worker } = words;
  const missing = problems.ENGINE_ABSENT;
  const app = await startApp('/nonexistent.sock');
  try {
    const complaints = await complaintsOf(page);
    await page.goto(app.url);
    await expect(page.getByText(missing.short)).toBeVisible();
    await goStraightOnline(page, words);
    await expect(sentence(page)).toHaveText(earningSentence(words));
    for (const text of [missing.title, missing.cost, missing.fix, 'ENGINE_ABSENT'])
      await expect(page.getByRole('main').getByText(text).first()).toBeVisible();

    await open(page, words, 'worker');
    await expect(sentence(page)).toHaveText(worker.sentence.none);
    await expect(page.getByText(missing.title).first()).toBeVisible();

    await open(page, words, 'earnings');
    await expect(confirmedRewards(page, words).first()).toBeVisible({ timeout: rewardTimeoutMs });
    await expect(sentence(page)).toHaveText(sentenceOf(earnings.sentence.certain));
    expect(complaints).toEqual([]);
  } finally {
    await app.stop();
  }
});
