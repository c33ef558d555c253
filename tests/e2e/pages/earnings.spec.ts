/** The Earnings page as it is used: from gross to what is left, among others, why nothing is earned, and files to keep. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { type ServedFake, serveFakeCore } from '../../fakes/core/serve.ts';
import { complaintsOf } from '../journey/complaints.ts';
import { violationsOf } from '../journey/violations.ts';
import { sentenceOf, wordsOf } from '../journey/words.ts';

const { earnings, common } = wordsOf('en');

const open = async (page: Page, served: ServedFake, title = common.nav.earnings): Promise<void> => {
  await page.goto(served.url);
  await page.getByRole('link', { name: title, exact: true }).click();
  await expect(page.getByRole('region', { name: earnings.waterfall.title })).toBeVisible();
};
/** Coins with a price, and an owner who named what they and power are worth. */
const setPrices = ({ core }: ServedFake): void => {
  core.cells.status.update((status) => ({
    ...status,
    network: status.network && { ...status.network, isPlay: false },
  }));
  core.cells.settings.update((settings) => ({ ...settings, powerPrice: 0.3, coinWorth: 0.21 }));
};
const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const csvOf = async (page: Page, name: string): Promise<string[][]> => {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  const text = readFileSync(await (await coming).path(), 'utf8');
  expect(text.endsWith('\r\n')).toBe(true);
  return text.split('\r\n').map((line) => line.split(','));
};

test('goes from gross to what is left, for a day and for thirty, and each row can be read', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  setPrices(served);
  const complaints = await complaintsOf(page);
  await open(page, served);
  const waterfall = panel(page, earnings.waterfall.title);
  const rows = waterfall.locator('tbody tr');
  await expect(rows).toHaveCount(11);
  await expect(rows.first()).toContainText(earnings.waterfall.gross);
  const figure = async (name: string): Promise<number> => {
    const cells = rows.filter({ hasText: new RegExp(`^${name}`) }).locator('td');
    return Number((await cells.nth(1).innerText()).replace('−', '-').replaceAll(',', ''));
  };
  const day = await figure(earnings.waterfall.gross);
  expect(await figure(earnings.waterfall.minutes)).toBeLessThan(0);
  await expect(waterfall.getByText(earnings.waterfall.agrees)).toBeVisible();
  await expect(waterfall).toContainText(earnings.power.left);
  await expect(page.getByRole('heading', { name: earnings.hours.title })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);

  await waterfall.getByText(earnings.waterfall.spans['720']).click();
  await expect(page.getByRole('heading', { name: earnings.days.title })).toBeVisible();
  expect(await figure(earnings.waterfall.gross)).toBeGreaterThan(day);
  await expect(waterfall.getByText(earnings.notCounted.stake)).toBeVisible();
  expect(complaints).toEqual([]);
  await served.close();
});

test('compares with the class and names the largest reason, or says that too few were paid', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  await open(page, served);
  const peers = panel(page, earnings.peers.title);
  await expect(peers).toContainText('Only 3 devices');
  await expect(panel(page, earnings.waterfall.title)).toContainText(earnings.power.why.play);
  setPrices(served);
  await expect(peers.getByText(sentenceOf(earnings.peers.place.lower_other))).toBeVisible();
  await expect(peers.getByText(sentenceOf(earnings.peers.factor.proofs))).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await served.close();
});

test('says in one sentence why nothing is earned, on every page that tells of it', async ({ page }) => {
  const served = await serveFakeCore('earning-two-gpus');
  await open(page, served);
  const why = page.getByRole('status').filter({ hasText: /^Not earning/ });
  await expect(why).toHaveCount(0);
  served.core.cells.earnings.update((before) => ({
    ...before,
    outlook: before.outlook && {
      ...before.outlook,
      closedBy: 'stake',
      staked: 15_000_000_000n,
      required: 20_000_000_000n,
    },
  }));
  const stake = 'Not earning: 150.00 IO are staked, and 200.00 IO are needed.';
  await expect(why).toHaveText(stake);
  await expect(page.getByText(common.state.blocked, { exact: true })).toBeVisible();
  await page.getByRole('link', { name: common.nav.home, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(stake);
  served.core.cells.status.update((status) => ({ ...status, activity: 'paused' }));
  await page.getByRole('link', { name: common.nav.earnings, exact: true }).click();
  await expect(why).toHaveText(earnings.whyNot.paused);
  await served.close();
});

test('saves the hours of the span and the ledger as files that a spreadsheet opens', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  await open(page, served);
  const [names = [], ...hours] = await csvOf(page, earnings.exportLabel);
  expect(names).toContain('gross_io');
  expect(hours.filter((row) => row.length === names.length)).toHaveLength(24);
  expect(hours[0]?.[names.indexOf('paid_io')]).toMatch(/^\d+\.\d{8}$/);
  const [columns = []] = await csvOf(page, earnings.ledgerExport);
  expect(columns).toEqual(['from', 'to', 'kind', 'state', 'amount_io', 'reference']);
  await served.close();
});

test('a PC that has earned nothing says what will appear', async ({ page }) => {
  const served = await serveFakeCore('empty');
  await open(page, served);
  await expect(page.getByText(earnings.waterfall.empty)).toBeVisible();
  await expect(page.getByRole('button', { name: earnings.exportLabel })).toBeDisabled();
  await served.close();
});
