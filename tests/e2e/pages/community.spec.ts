/**
 * What is announced, an issue that is read and one that is opened, a proposal that is voted on once and one that is
 * opened, published hours that are verified, and a report of a fraud.
 */
import { expect, test } from '@playwright/test';
import { serveFakeCore } from '../../fakes/core/serve.ts';
import { complaintsOf } from '../journey/complaints.ts';
import { violationsOf } from '../journey/violations.ts';
import { sentenceOf, wordsOf } from '../journey/words.ts';

const { common, community, releases, reports } = wordsOf('en');

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
  await page.getByRole('button', { name: community.page.older }).click();
  await expect(page.getByText('The network has begun.')).toBeVisible();

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

test('a published hour is read, searched and verified, and a changed row is named', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  const complaints = await complaintsOf(page);
  await page.goto(served.url);
  await page.getByRole('link', { name: common.nav.community, exact: true }).click();
  await page.getByRole('tab', { name: community.tab.releases }).click();
  const hours = page.getByRole('table', { name: releases.hours.title }).locator('tbody tr');
  await expect(hours).toHaveCount(3);
  await hours.first().getByRole('button').first().press('Enter');
  await expect(page.getByText(releases.hour.supply)).toBeVisible();
  const verify = page.getByRole('button', { name: releases.verify.start });
  await verify.press('Enter');
  await expect(page.getByText(sentenceOf(releases.verify.holds))).toBeVisible();
  await expect(page.getByText(releases.check.signed.holds)).toBeVisible();

  await hours.nth(1).getByRole('button').first().click();
  await verify.click();
  await expect(page.getByText(releases.verify.broken)).toBeVisible();
  await expect(page.getByText(releases.check.untouched.broken)).toBeVisible();
  await expect(page.getByText(releases.fault.row_changed)).toBeVisible();
  await expect(page.getByText(/^Row 7, device d[0-9a-f]{24}$/).first()).toBeVisible();

  const rows = page.getByRole('table', { name: releases.rows.title });
  const own = rows.getByRole('row').filter({ hasText: releases.rows.own });
  const ownId = (await own.first().getByRole('button').textContent()) ?? '';
  await own.first().getByRole('button').press('Enter');
  await expect(rows.getByText(releases.column.owner_tag)).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);

  const find = page.getByLabel(releases.rows.find);
  await find.fill('nobody');
  await find.press('Enter');
  await expect(page.getByText(releases.rows.findWrong)).toBeVisible();
  await find.fill(ownId);
  await find.press('Enter');
  await expect(rows.locator('tbody tr')).toHaveCount(1);
  await find.fill(`d${'0'.repeat(24)}`);
  await find.press('Enter');
  await expect(page.getByText(releases.rows.notFound)).toBeVisible();
  await page.getByRole('button', { name: releases.rows.all }).click();
  await page.getByRole('button', { name: releases.rows.more }).click();
  await expect(page.getByRole('button', { name: releases.rows.first })).toBeVisible();
  expect(complaints).toEqual([]);
  await served.close();
});

test('a fraud is reported from a row, after its bond was said', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  const complaints = await complaintsOf(page);
  await page.goto(served.url);
  await page.getByRole('link', { name: common.nav.community, exact: true }).click();
  await page.getByRole('tab', { name: community.tab.releases }).click();
  await page.getByRole('table', { name: releases.hours.title }).locator('tbody button').first().click();
  const other = page
    .getByRole('table', { name: releases.rows.title })
    .getByRole('row')
    .filter({ hasText: /d[0-9a-f]{24}/, hasNotText: releases.rows.own });
  await other.first().getByRole('button').click();
  await page.getByRole('button', { name: releases.row.report }).click();
  await expect(page.getByRole('tab', { name: community.tab.reports })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText(reports.bondIs.unproven)).toBeVisible();

  const review = page.getByRole('button', { name: reports.form.review });
  await review.click();
  for (const missing of ['claimMissing', 'textMissing'] as const)
    await expect(page.getByText(reports.form[missing])).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('combobox', { name: reports.form.claim }).click();
  await page.getByRole('option', { name: reports.claim.count }).click();
  await page.getByLabel(reports.form.text).fill('It answers for fewer cards than it says.');
  const hour = page.getByRole('combobox', { name: reports.form.hour });
  await hour.click();
  await page.getByRole('option').nth(1).click();
  await page.getByRole('button', { name: reports.form.cite }).click();
  await expect(page.getByRole('listitem').filter({ hasText: /line \d+/ })).toHaveCount(2);
  await review.click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText(sentenceOf(reports.confirm.worst))).toBeVisible();
  await expect(sheet.getByText(reports.confirm.unprovenValue)).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await sheet.getByRole('button', { name: sentenceOf(reports.confirm.agree) }).click();
  await expect(page.getByText(reports.done)).toBeVisible();
  await expect(page.getByText('It answers for fewer cards than it says.')).toBeVisible();

  await page.getByRole('button', { name: reports.new }).click();
  await page.getByLabel(reports.form.device).fill('nobody');
  await review.click();
  await expect(page.getByText(reports.form.deviceMissing)).toBeVisible();
  await expect(page.getByText(reports.form.rowsMissing)).toBeVisible();
  expect(complaints).toEqual([]);
  await served.close();
});

test('a question is asked and wanted, the roadmap read, and a proposal opened after its deposit was said', async ({
  page,
}) => {
  const served = await serveFakeCore('job-running');
  const complaints = await complaintsOf(page);
  await page.goto(served.url);
  await page.getByRole('link', { name: common.nav.community, exact: true }).click();
  await page.getByRole('tab', { name: community.tab.questions }).click();
  const first = page.getByRole('listitem').filter({ hasText: 'hired apart' });
  await first.getByRole('button', { name: community.questions.want }).press('Enter');
  await expect(first.getByText(/^42 accounts/)).toBeVisible();
  await page.getByLabel(community.ask.text).fill('May a fan be borrowed?');
  await page.getByRole('button', { name: community.ask.send, exact: true }).click();
  await expect(page.getByText('May a fan be borrowed?')).toBeVisible();
  await expect(page.getByText(community.ask.done)).toBeVisible();
  await page.getByText(community.questions.answered, { exact: true }).click();
  await expect(page.getByText(/whoever dislikes a change/)).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('tab', { name: community.tab.roadmap }).click();
  await expect(page.getByText('Two jobs on one PC')).toBeVisible();
  await expect(page.getByText(community.roadmap.undated)).toBeVisible();

  await page.getByRole('tab', { name: community.tab.proposals }).click();
  await page.getByRole('button', { name: community.propose.open }).click();
  const review = page.getByRole('button', { name: community.propose.review });
  await review.click();
  await expect(page.getByText(community.propose.ruleMissing)).toBeVisible();
  await page.getByRole('combobox', { name: community.propose.rule }).click();
  await page.getByRole('option', { name: community.rule.cooldownHours }).click();
  const value = page.getByLabel(community.propose.value);
  await value.fill('100');
  await expect(page.getByText(community.propose.outside)).toBeVisible();
  await value.fill('500');
  await page.getByRole('combobox', { name: community.propose.issue }).click();
  await page.getByRole('option', { name: 'Count an hour from 50 minutes' }).click();
  expect(await violationsOf(page)).toEqual([]);
  await review.click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText(sentenceOf(community.propose.worst))).toBeVisible();
  await sheet.getByRole('button', { name: sentenceOf(community.propose.agree) }).click();
  await expect(page.getByText(sentenceOf(community.stands.straw))).toBeVisible();
  expect(complaints).toEqual([]);
  await served.close();
});

test('a PC that has not joined says so', async ({ page }) => {
  const served = await serveFakeCore('empty');
  await page.goto(served.url);
  await page.getByRole('link', { name: common.nav.community, exact: true }).click();
  await expect(page.getByText(community.failure.NOT_JOINED)).toBeVisible();
  await expect(page.getByRole('button', { name: common.crash.again })).toBeVisible();
  for (const tab of ['questions', 'roadmap', 'releases', 'reports'] as const) {
    await page.getByRole('tab', { name: community.tab[tab] }).click();
    await expect(page.getByText(community.failure.NOT_JOINED)).toBeVisible();
  }
  await served.close();
});
