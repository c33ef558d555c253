/** The Checks page as it is used: starting each kind of check, following it, stopping it, and having a check explained. */
import { expect, type Page, test } from '@playwright/test';
import { serveFakeCore } from '../../fakes/core/serve.ts';
import { sentenceOf, wordsOf } from '../journey/words.ts';

const { checks } = wordsOf('en');

const enter = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    location.hash = '#/checks';
  });
  await expect(page).toHaveTitle('Checks · Perigee');
};

test('a memory check is started from the keyboard, says how long it will take, and stops', async ({ page }) => {
  const served = await serveFakeCore('earning-two-gpus');
  await enter(page, served.url);
  await page.getByRole('button', { name: checks.action.others }).focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitem', { name: checks.action.memory }).first();
  await expect(item).toContainText(checks.takes.memory);
  await item.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentenceOf(checks.sentence.running));
  await expect(page.getByText(/^About \d/)).toBeVisible();
  await page.getByRole('button', { name: checks.action.stop }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentenceOf(checks.sentence.cancelled));
  await served.close();
});

test('a check is explained when its row is chosen', async ({ page }) => {
  const served = await serveFakeCore('checks-low');
  await enter(page, served.url);
  await expect(page.getByRole('region', { name: checks.lower.title })).toContainText(checks.gap.thermal);
  await page
    .getByRole('row', { name: new RegExp(checks.kind.matrix_throughput) })
    .first()
    .getByRole('button')
    .press('Enter');
  const explained = page.getByRole('region', { name: checks.kind.matrix_throughput });
  await expect(explained).toContainText(checks.does.matrix_throughput);
  await expect(explained).toContainText(checks.notOffered.gpu);
  await expect(explained).toContainText(checks.notProven.matrix_throughput);
  await expect(page.getByRole('region', { name: checks.lower.title })).toHaveCount(0);
  await served.close();
});

test('a failed memory check names what it covered, the first addresses and their bits', async ({ page }) => {
  const served = await serveFakeCore('memory-failed');
  await enter(page, served.url);
  await expect(page.getByRole('region', { name: checks.badMemory.title })).toContainText(checks.badMemory.fix);
  const explained = page.getByRole('region', { name: checks.kind.vram_pattern });
  await expect(explained).toContainText('22.0 of 24\u00a0GiB covered.');
  await expect(explained.getByRole('row', { name: '0x5 4a2f 1c44 5 and 17' })).toBeVisible();
  await expect(explained).toContainText('bit 5 (37 words)');
  await served.close();
});

test('each GPU of a rig shows its own part of the last proof, and that an excused one costs nothing', async ({
  page,
}) => {
  const served = await serveFakeCore('rig');
  await page.goto(served.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    location.hash = '#/devices';
  });
  const { headroom } = wordsOf('en').devices;
  const first = page.getByRole('region', { name: 'RTX 3090 at 0000:21:00.0' });
  const second = page.getByRole('region', { name: 'RTX 3090 at 0000:41:00.0' });
  await expect(first).toContainText(headroom.proofOther);
  await expect(second).toContainText(headroom.proofExcused);
  await expect(second).not.toContainText(headroom.proofOther);
  await served.close();
});
