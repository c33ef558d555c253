/** Coming back: a reload goes on where it was, a used address explains itself, a fresh one opens the app again. */
import { expect, test } from '@playwright/test';
import { type RunningApp, startApp } from './running-app.ts';
import { button, open, sentence } from './walk.ts';
import { wordsOf } from './words.ts';

const words = wordsOf('en');
const { common, onboarding, settings } = words;

let app: RunningApp;

test.beforeAll(async () => {
  app = await startApp();
});

test.afterAll(async () => {
  await app?.stop();
});

test('a reload keeps the page and what was set', async ({ page }) => {
  await page.goto(app.url);
  await button(page, onboarding.online.later).click();
  await open(page, words, 'settings');
  await page.getByRole('tab', { name: settings.tab.look }).click();
  await page.getByRole('radiogroup', { name: settings.look.appearance }).getByText(settings.look.dark).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page).toHaveTitle(common.pageTitle.replace('{{page}}', common.nav.settings));
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});

test('an address works once, then says how to open the app again', async ({ page }) => {
  await page.goto(app.url);
  await expect(sentence(page)).toHaveText(common.access.sentence);
  await expect(page.getByText(common.access.why)).toBeVisible();
  await expect(page.getByText('perigee up', { exact: true })).toBeVisible();

  await page.goto(await app.freshUrl());
  await expect(page.getByRole('link', { name: common.nav.home })).toBeVisible();
  await expect(sentence(page)).not.toHaveText(common.access.sentence);
});
