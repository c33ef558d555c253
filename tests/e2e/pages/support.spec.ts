/** Others' devices: what is supported, who looks for support, and the two moves of a supporter. */
import { expect, type Page, test } from '@playwright/test';
import { readIntent } from '../../../shared/domain/intents/read-intent.ts';
import { type ServedFake, serveFakeCore } from '../../fakes/core/serve.ts';
import { complaintsOf } from '../journey/complaints.ts';
import { inAnotherLook, violationsOf } from '../journey/violations.ts';
import { sentenceOf, wordsOf } from '../journey/words.ts';

const { common, onboarding, stake, support } = wordsOf('en');

const openTab = async (page: Page, served: ServedFake): Promise<void> => {
  await page.goto(served.url);
  await page.getByRole('link', { name: common.nav.stake, exact: true }).click();
  await page.getByRole('tab', { name: support.tabs.others }).click();
};

const rows = (page: Page) => page.getByRole('table', { name: support.offers.caption }).locator('tbody tr');
const mine = (page: Page) => page.getByRole('region', { name: support.mine.title });

test('an amount shows what it would mean, then the very text that is signed, and acts once it is agreed', async ({
  page,
}) => {
  const served = await serveFakeCore('job-running');
  const complaints = await complaintsOf(page);
  await openTab(page, served);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentenceOf(support.sentence.some_other));
  expect(await violationsOf(page)).toEqual([]);

  const first = rows(page).first();
  await expect(first).toContainText('8 × H100');
  await first.getByRole('button').press('Enter');
  const amount = page.getByLabel(support.form.amount);
  await expect(amount).toBeFocused();
  await amount.fill('12.5');
  await expect(page.getByRole('region', { name: support.whatIf.label })).toContainText('−12.50');
  expect(await violationsOf(page)).toEqual([]);

  await amount.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('button', { name: common.sheet.notNow })).toBeFocused();
  await sheet.getByText(stake.confirm.signed).click();
  expect(readIntent(await sheet.locator('pre').innerText())).toMatchObject({
    kind: 'read',
    facts: { action: 'support', amount: 1_250_000_000n },
  });
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  const deviceId = `d${'0'.repeat(24)}`;
  expect(served.core.supports.heldOn(deviceId)).toBe(0n);

  await page.getByRole('button', { name: support.form.review }).click();
  await sheet.getByRole('button', { name: sentenceOf(support.confirm.agreeSupport) }).click();
  await expect(page.getByRole('status').filter({ hasText: sentenceOf(support.done.support) })).toBeVisible();
  expect(served.core.supports.heldOn(deviceId)).toBe(1_250_000_000n);
  await expect(mine(page).getByRole('heading', { level: 3 })).toHaveCount(3);
  expect(complaints).toEqual([]);
  await served.close();
});

test('a supporter gives notice for everything, and sees when it is back', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  const complaints = await complaintsOf(page);
  await openTab(page, served);
  const leave = mine(page).getByRole('button', { name: sentenceOf(support.mine.leaveName) });
  await expect(leave).toHaveCount(1);
  await leave.click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText(support.confirm.leaveBody);
  await sheet.getByRole('button', { name: support.confirm.agreeLeave }).click();
  await expect(page.getByRole('status').filter({ hasText: sentenceOf(support.done.leave) })).toBeVisible();
  await expect(leave).toHaveCount(0);
  await expect(mine(page)).toContainText(support.mine.partLeavingNote);
  expect(complaints).toEqual([]);
  await served.close();
});

test('the list is sorted and goes on, and a typed amount is judged before it is asked for', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  await openTab(page, served);
  await expect(rows(page)).toHaveCount(25);
  await page.getByRole('button', { name: support.offers.more }).click();
  await expect(rows(page)).toHaveCount(30);
  await page.getByRole('combobox', { name: support.offers.sort }).click();
  await page.getByRole('option', { name: support.offers.by.room }).click();
  await expect(rows(page)).toHaveCount(25);
  await expect(rows(page).first()).toContainText('20,000');

  await rows(page).first().getByRole('button').click();
  await page.getByLabel(support.form.amount).fill('5000');
  await expect(page.getByText(sentenceOf(support.typed.over_wallet))).toBeVisible();
  await page.getByRole('tab', { name: support.tabs.others }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tab', { name: support.tabs.own })).toBeFocused();
  await expect(page.getByText(stake.form.title)).toBeVisible();
  await served.close();
});

test('a PC that has not joined says what to do first', async ({ page }) => {
  const served = await serveFakeCore('empty');
  await openTab(page, served);
  await expect(page.getByText(support.notJoined.title)).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: support.goHome }).click();
  await expect(page).toHaveURL(/#\/home$/);
  await served.close();
});

test('nothing runs off the side, in dark, in either direction', async ({ browser }) => {
  const served = await serveFakeCore('job-running');
  const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await openTab(page, served);
  await rows(page).first().getByRole('button').click();
  await page.getByLabel(support.form.amount).fill('12.5');
  expect(await violationsOf(page, inAnotherLook)).toEqual([]);
  for (const width of [390, 640, 900, 1280])
    for (const direction of ['ltr', 'rtl'] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((dir) => {
        document.documentElement.dir = dir;
      }, direction);
      const spare = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([width, direction, spare]).toEqual([width, direction, 0]);
    }
  await context.close();
  await served.close();
});

test('who only wants to support others is let in without a check, and sees no more pages than that takes', async ({
  page,
}) => {
  const served = await serveFakeCore('first-run');
  const complaints = await complaintsOf(page);
  await page.goto(served.url);
  await page.getByRole('button', { name: onboarding.support.choose }).click();
  await expect(page.getByRole('tab', { name: support.tabs.others, selected: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentenceOf(support.sentence.none));
  await expect(page.getByText(sentenceOf(support.proof.play))).toBeVisible();
  const links = page.getByRole('complementary').getByRole('link');
  await expect(links).toHaveText([common.nav.earnings, common.nav.stake, common.nav.settings]);
  expect(await violationsOf(page)).toEqual([]);

  await rows(page).first().getByRole('button').click();
  await page.getByLabel(support.form.amount).fill('100');
  await page.getByRole('button', { name: support.form.review }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: sentenceOf(support.confirm.agreeSupport) })
    .click();
  await expect(mine(page)).toContainText('8 × H100');

  await links.filter({ hasText: common.nav.earnings }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentenceOf(support.earnings.sentence));
  expect(await violationsOf(page)).toEqual([]);
  expect(served.core.cells.checks.get().run).toBeNull();
  expect(complaints).toEqual([]);
  await served.close();
});
