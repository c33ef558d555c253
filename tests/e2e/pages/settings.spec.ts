import { expect, type Page, test } from '@playwright/test';
import { serveFakeCore } from '../../fakes/core/serve.ts';
import { complaintsOf } from '../journey/complaints.ts';
import { violationsOf } from '../journey/violations.ts';

const hourCell = (page: Page, name: RegExp) => page.getByRole('button', { name });

test('the owner’s rules are set where they stand, and each holds at once', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  const complaints = await complaintsOf(page);
  const settings = () => served.core.cells.settings.get();
  await page.goto(served.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();

  await page.getByRole('switch', { name: 'Stand aside for games' }).click({ force: true });
  await expect.poll(() => settings().asideForGames).toBe(false);
  const programs = page.getByLabel('Always stand aside for these programs');
  await programs.fill('blender');
  await programs.press('Enter');
  await expect.poll(() => settings().asideForPrograms).toEqual(['blender']);

  await page.getByRole('switch', { name: 'Let jobs fetch from the internet' }).click({ force: true });
  await expect.poll(() => settings().jobNetworkBytes).toBe(10 * 1024 ** 3);
  await page.getByLabel('At most per job').fill('2.5');
  await page.getByLabel('At most per job').press('Enter');
  await expect.poll(() => settings().jobNetworkBytes).toBe(2.5 * 1024 ** 3);
  await page.getByLabel('No faster than').fill('4');
  await page.getByLabel('No faster than').press('Enter');
  await expect.poll(() => settings().jobNetworkBytesPerSecond).toBe(4 * 1024 ** 2);

  // An hour by keyboard, a stretch of the week by dragging, a day to all days.
  await hourCell(page, /^Monday 00:00/).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect.poll(() => settings().week[0]?.slice(0, 3)).toEqual(['work', 'quiet', 'work']);
  await expect(page.getByRole('button', { name: 'Monday 01:00: Work quietly' })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Monday 01:00: Only while I am away' })).toBeFocused();
  await expect.poll(() => settings().week[0]?.slice(0, 3)).toEqual(['work', 'away', 'work']);
  await hourCell(page, /^Friday 18:00/).scrollIntoViewIfNeeded();
  const from = await hourCell(page, /^Friday 18:00/).boundingBox();
  const to = await hourCell(page, /^Friday 23:00/).boundingBox();
  if (from === null || to === null) throw new Error('the week is not on the page');
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(to.x + 5, to.y + 5, { steps: 20 });
  await page.mouse.up();
  await expect.poll(() => settings().week[4]?.slice(18)).toEqual(Array.from({ length: 6 }, () => 'quiet'));
  await page.getByRole('button', { name: 'Copy a day' }).click();
  await page.getByRole('menuitem', { name: 'Friday to every day' }).click();
  await expect.poll(() => settings().week.every((day) => day[20] === 'quiet' && day[1] === 'work')).toBe(true);
  await expect(page.getByText('Quiet hours have no limits of their own yet')).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole('tab', { name: 'Money and power' }).click();
  await page.getByLabel('Price of power').fill('0.32');
  await page.getByLabel('Price of power').press('Enter');
  await expect.poll(() => settings().powerPrice).toBe(0.32);
  await page.getByLabel('Price of power').fill('');
  await page.getByLabel('Price of power').press('Enter');
  await expect.poll(() => settings().powerPrice).toBe(null);
  await page.getByLabel('Power limit of all GPUs').fill('7');
  await page.getByLabel('Power limit of all GPUs').press('Enter');
  await expect.poll(() => settings().powerLimitWatts).toBe(50);
  await page.getByLabel('Fan limit', { exact: true }).fill('60');
  await page.getByLabel('Fan limit', { exact: true }).press('Enter');
  await expect.poll(() => settings().fanLimitPercent).toBe(60);
  await page.getByLabel('Fan limit in quiet hours').fill('200');
  await page.getByLabel('Fan limit in quiet hours').press('Enter');
  await expect.poll(() => settings().quietFanPercent).toBe(100);
  await page.getByLabel('Power limit in quiet hours').fill('180');
  await page.getByLabel('Power limit in quiet hours').press('Enter');
  await expect.poll(() => settings().quietPowerWatts).toBe(180);
  const gpuId = Object.keys(served.core.cells.readings.get().gpus)[0] ?? '';
  served.core.cells.owner.update((owner) => ({ ...owner, notHeld: { [gpuId]: 'no_rights' as const } }));
  await expect(
    page.getByText(/This account may not set the power limit of .+; work stops instead/).first(),
  ).toBeVisible();
  await page.getByRole('switch', { name: 'Power costs something else in some hours' }).click({ force: true });
  await expect.poll(() => settings().tariff?.hours.flat().length).toBe(168);
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole('tab', { name: 'Café seat' }).click();
  await page.getByText('Taken', { exact: true }).click();
  await expect(page.getByText('Somebody sits here: all work stands aside.')).toBeVisible();
  await page.getByLabel('PIN').fill('4711');
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await expect(page.getByText('Nothing but the seat can be changed here.')).toBeVisible();
  await page.getByLabel('PIN').fill('0000');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByText('That is not the PIN, or it was tried too often.')).toBeVisible();
  await page.getByLabel('PIN').fill('4711');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('button', { name: 'Take the lock away' }).click();
  await expect(page.getByText('Not locked')).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await served.close();
});

test('a GPU that is held lower is told on the first page, with the reason', async ({ page }) => {
  const served = await serveFakeCore('job-running');
  const gpuId = Object.keys(served.core.cells.readings.get().gpus)[0] ?? '';
  served.core.cells.owner.update((owner) => ({ ...owner, held: [{ gpuId, watts: 180, reasons: ['noise' as const] }] }));
  await page.goto(served.url);
  await expect(page.getByText(/held at 180.W, so that it stays quiet/)).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await expect(page.getByText('Its own power limit comes back when the work ends.')).toBeVisible();
  // The work has ended, and its own limit could not be put back yet.
  served.core.cells.owner.update((owner) => ({ ...owner, held: [{ gpuId, watts: 180, reasons: [] }] }));
  await expect(page.getByText('Its own power limit is put back as soon as its tool allows it.')).toBeVisible();
  served.core.cells.owner.update((owner) => ({ ...owner, held: [] }));
  await expect(page.getByText(/held at/)).toHaveCount(0);
  await served.close();
});
