/** Before coins move: the text that is signed stands on the sheet, word for word. */
import { expect, test } from '@playwright/test';
import { readIntent } from '../../../shared/domain/intents/read-intent.ts';
import { serveFakeCore } from '../../fakes/core/serve.ts';
import { complaintsOf } from '../journey/complaints.ts';
import { violationsOf } from '../journey/violations.ts';
import { sentenceOf, wordsOf } from '../journey/words.ts';

const { common, stake } = wordsOf('en');

test('the sheet shows the very text that is signed, and closing it agrees to nothing', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  const complaints = await complaintsOf(page);
  await page.goto(served.url);
  await page.getByRole('link', { name: common.nav.stake, exact: true }).click();
  const before = served.core.cells.stake.get()?.staked;

  await page.getByLabel(stake.form.amount).fill('12.5');
  await page.getByRole('button', { name: stake.action.review }).click();
  const sheet = page.getByRole('dialog');
  const text = sheet.locator('pre');
  await expect(text).toBeHidden();
  await sheet.getByText(stake.confirm.signed).click();
  await expect(text).toBeVisible();
  await expect(sheet).toContainText(stake.signsWith.localnet);
  expect(readIntent(await text.innerText())).toMatchObject({
    kind: 'read',
    facts: { action: 'stake', amount: 1_250_000_000n, network: 'Localnet' },
  });
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole('button', { name: common.sheet.notNow }).click();
  await expect(sheet).toBeHidden();
  expect(served.core.cells.stake.get()?.staked).toBe(before);

  await page.getByRole('button', { name: stake.action.review }).click();
  await sheet.getByRole('button', { name: sentenceOf(stake.confirm.agreeStake) }).click();
  await expect(page.getByRole('status').filter({ hasText: sentenceOf(stake.done.stake) })).toBeVisible();
  await expect.poll(() => served.core.cells.stake.get()?.staked).toBe((before ?? 0n) + 1_250_000_000n);
  expect(complaints).toEqual([]);
  await served.close();
});
