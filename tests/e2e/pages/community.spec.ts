/** What is announced, an issue that is read and one that is opened, and a proposal that is voted on once. */
import { expect, test } from '@playwright/test';
import { serveFakeCore } from '../../fakes/core/serve.ts';
import { complaintsOf } from '../journey/complaints.ts';
import { violationsOf } from '../journey/violations.ts';
import { sentenceOf, wordsOf } from '../journey/words.ts';

const { common, community } = wordsOf('en');

test('the community is read, and the owner says a word of their own', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  const complaints = await complaintsOf(page);
  await page.goto(served.url);
  await page.getByRole('link', { name: common.nav.community, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentenceOf(community.sentence.changes_other));
  const change = page.getByRole('row', { name: community.rule.minutesNeeded });
  await expect(change).toContainText('45 becomes 50');
  await expect(page.getByRole('row', { name: community.rule.classes })).toContainText(
    'what holds now is not known here',
  );
  await expect(page.getByText(community.ended.rejected)).toBeVisible();

  await page.getByRole('tab', { name: community.tab.issues }).click();
  await page.getByRole('button', { name: 'A statement is short by one unit' }).press('Enter');
  await expect(page.getByText('The sum of the hours and the total differ.')).toBeVisible();
  await expect(page.getByText(sentenceOf(community.issues.overdue))).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole('button', { name: community.issues.open }).click();
  const send = page.getByRole('button', { name: community.form.send });
  await send.click();
  for (const missing of ['kindMissing', 'nameMissing', 'textMissing'] as const)
    await expect(page.getByText(community.form[missing])).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('combobox', { name: community.form.kind }).click();
  await page.getByRole('option', { name: community.issueKind.bug }).click();
  await page.getByLabel(community.form.name).fill('The clock jumps');
  await page.getByLabel(community.form.text).fill('By an hour, each night.');
  await send.click();
  await expect(page.getByRole('button', { name: 'The clock jumps' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('By an hour, each night.')).toBeVisible();

  await page.getByRole('tab', { name: community.tab.proposals }).click();
  await page.getByRole('button', { name: community.rule.cooldownHours }).click();
  await expect(page.getByText(sentenceOf(community.stands.vote))).toBeVisible();
  await page.getByText(community.choice.against, { exact: true }).last().click();
  await page.getByRole('button', { name: sentenceOf(community.vote.cast) }).click();
  await expect(page.getByText('You voted: Against')).toBeVisible();
  await expect(page.getByRole('row', { name: community.choice.against })).toContainText('4,746.75');
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await served.close();
});

test('a PC that has not joined says so', async ({ page }) => {
  const served = await serveFakeCore('empty');
  await page.goto(served.url);
  await page.getByRole('link', { name: common.nav.community, exact: true }).click();
  await expect(page.getByText(community.failure.NOT_JOINED)).toBeVisible();
  await expect(page.getByRole('button', { name: common.crash.again })).toBeVisible();
  await served.close();
});
