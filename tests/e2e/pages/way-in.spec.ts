/** The way into the pages, the keys, and what is shown while the core does not answer. */
import { expect, test } from '@playwright/test';
import { serveFakeCore } from '../../fakes/core/serve.ts';

test('the launch code leaves the address bar, and the tab stays in after a reload', async ({ page }) => {
  const served = await serveFakeCore('paused');
  await page.goto(served.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Paused. Your PC is all yours.');
  expect(page.url()).not.toContain('launch');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Paused. Your PC is all yours.');
  await served.close();
});

test('a tab without a token is told how to get in, and a fresh address lets it in', async ({ page }) => {
  const served = await serveFakeCore('paused');
  await page.goto(new URL('/', served.url).href);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This tab may not open Perigee.');
  await expect(page.getByText('npm start')).toBeVisible();
  await expect(page.getByText('perigee up')).toBeVisible();
  await page.goto(served.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Paused. Your PC is all yours.');
  await served.close();
});

test('a fresh address opens a tab that is already here, also when the page is slow to come', async ({ page }) => {
  const served = await serveFakeCore('paused');
  const address = new URL('/', served.url).href;
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This tab may not open Perigee.');
  let loads = 0;
  await page.route(address, async (route) => {
    loads += 1;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  await page.goto(served.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Paused. Your PC is all yours.');
  expect(loads).toBe(1);
  await served.close();
});

test('single keys go to pages and pause, and can be switched off', async ({ page }) => {
  const served = await serveFakeCore('earning-two-gpus');
  await page.goto(served.url);
  const sentence = page.getByRole('heading', { level: 1 });
  await expect(sentence).toHaveText('Earning play coins. Nothing needs you.');
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page).toHaveTitle('Devices · Perigee');
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.keyboard.press('p');
  await expect(sentence).toHaveText('Paused. Your PC is all yours.');
  served.core.cells.settings.update((settings) => ({ ...settings, singleKeys: false }));
  await page.waitForTimeout(200);
  await page.keyboard.press('p');
  await page.waitForTimeout(300);
  await expect(sentence).toHaveText('Paused. Your PC is all yours.');
  await served.close();
});

test('old data stays with its time while the core does not answer', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  await page.goto(served.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A renter’s job is running. Nothing needs you.');
  await served.close();
  await expect(page.getByText(/No answer from Perigee’s core since \d\d:\d\d/)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A renter’s job is running. Nothing needs you.');
});
