/** A loss opens its case: what was taken, every piece of evidence, the appeal that is sent once, and the bundle to keep. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { serveFakeCore } from '../../fakes/core/serve.ts';
import { complaintsOf } from '../journey/complaints.ts';
import { violationsOf } from '../journey/violations.ts';
import { sentenceOf, wordsOf } from '../journey/words.ts';

const { common, evidence, stake } = wordsOf('en');

test('a loss is read, appealed once, and kept as one file', async ({ page }) => {
  const served = await serveFakeCore('slashed');
  const complaints = await complaintsOf(page);
  await page.goto(served.url);
  await page.getByRole('link', { name: common.nav.stake, exact: true }).click();
  await page.getByRole('link', { name: stake.offence.O4 }).press('Enter');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(sentenceOf(evidence.sentence.open));
  await expect(page.getByText(evidence.rule.O4)).toBeVisible();
  await expect(page.getByRole('link', { name: common.nav.stake, exact: true })).toHaveAttribute('aria-current', 'page');

  await page.getByText(evidence.kind.absence).click();
  await expect(page.locator('pre').filter({ visible: true })).toHaveText('{"awayMinutes":2894,"neededMinutes":2880}');

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: evidence.bundle.save }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('perigee-appeal-slash-1.json');
  expect(JSON.parse(await readFile(await file.path(), 'utf8')).schema).toBe('perigee-appeal-bundle-1');
  await expect(page.getByRole('status').filter({ hasText: 'perigee-appeal-slash-1.json' })).toBeVisible();

  const send = page.getByRole('button', { name: evidence.form.send });
  await send.click();
  await expect(page.getByText(evidence.form.groundMissing)).toBeVisible();
  await expect(page.getByText(evidence.form.textMissing)).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('combobox', { name: evidence.form.ground }).click();
  await page.getByRole('option', { name: evidence.grounds.power_cut }).click();
  await page.getByLabel(evidence.form.text).fill('The street had no power.');
  await send.click();
  await expect(heading).toHaveText(sentenceOf(evidence.sentence.appealed));
  await expect(page.getByText('The street had no power.')).toBeVisible();
  await expect(send).toBeHidden();
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await served.close();
});

test('an address of a loss that nobody knows says so and leads back', async ({ page }) => {
  const served = await serveFakeCore('slashed');
  await page.goto(served.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    location.hash = '#/evidence/none';
  });
  await expect(page.getByText(evidence.failure.SLASH_NOT_FOUND)).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: evidence.back }).click();
  await expect(page.getByRole('heading', { name: stake.slashes.title })).toBeVisible();
  await served.close();
});
