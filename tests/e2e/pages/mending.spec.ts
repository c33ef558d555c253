/** A problem that Perigee can mend: shown whole, done when it is agreed, followed, and taken back. */
import { expect, type Page, test } from '@playwright/test';
import { installPlan } from '../../fakes/core/mending.ts';
import { type ServedFake, serveFakeCore } from '../../fakes/core/serve.ts';
import { complaintsOf } from '../journey/complaints.ts';
import { violationsOf } from '../journey/violations.ts';
import { sentenceOf, wordsOf } from '../journey/words.ts';

const { common, home, mending, settings } = wordsOf('en');

const enter = async (page: Page, served: ServedFake): Promise<string[]> => {
  const complaints = await complaintsOf(page);
  await page.goto(served.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  return complaints;
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('what would be done is shown whole, and done only when that is agreed', async ({ page }) => {
  const served = await serveFakeCore('docker-down');
  const complaints = await enter(page, served);
  await button(page, mending.offer).click();
  const sheet = page.getByRole('dialog', { name: mending.sheet.title });
  await expect(sheet).toContainText(mending.plan.install_engine);
  for (const { text, input } of installPlan.steps) {
    await expect(sheet.getByText(text, { exact: true })).toBeVisible();
    if (input !== null) await expect(sheet).toContainText('Suites: bookworm');
  }
  await expect(sheet.getByRole('listitem').filter({ hasText: mending.sheet.administrator })).toHaveCount(3);
  await expect(sheet).toContainText('Your system asks before each of 3 commands');
  await sheet.getByText(mending.sheet.backShow).click();
  await expect(sheet.getByText('pkexec apt-get remove -y docker.io')).toBeVisible();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page)).toEqual([]);
  }

  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  expect(served.core.cells.mending.get().run).toBeNull();

  // Enter alone never agrees.
  await button(page, mending.offer).click();
  await expect(button(page, common.sheet.notNow)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet).toHaveCount(0);
  expect(served.core.cells.mending.get().run).toBeNull();

  await button(page, mending.offer).click();
  await button(page, mending.sheet.doIt).click();
  const running = page.getByRole('dialog', { name: mending.run.title });
  await expect(running.getByRole('status')).toHaveText(sentenceOf(mending.run.running));
  await expect(running.getByRole('log')).toContainText('$ pkexec apt-get install -y docker.io');
  expect(await violationsOf(page)).toEqual([]);
  await expect(running.getByRole('status')).toHaveText(mending.outcome.mended);
  await button(page, common.sheet.close).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(home.sentence.readyPlay);

  await page.getByRole('link', { name: common.nav.settings, exact: true }).click();
  await page.getByRole('tab', { name: settings.tab.about }).click();
  const changes = page.getByRole('region', { name: mending.changes.title });
  await expect(changes).toContainText(mending.plan.install_engine);
  // What was done before it waits its turn.
  await expect(changes).toContainText(mending.changes.later);
  await expect(changes).toContainText(mending.changes.interrupted);
  await expect(changes.getByRole('button', { name: mending.changes.takeBack })).toHaveCount(1);
  expect(await violationsOf(page)).toEqual([]);
  await changes.getByRole('button', { name: mending.changes.takeBack }).click();
  await expect(page.getByRole('dialog', { name: mending.sheet.undoTitle })).toContainText(
    'apt-get remove -y docker.io',
  );
  await button(page, mending.sheet.takeBack).click();
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText(mending.outcome.undone);
  await button(page, common.sheet.close).click();
  await expect(changes).not.toContainText(mending.plan.install_engine);
  await expect(changes.getByRole('button', { name: mending.changes.takeBack })).toHaveCount(1);
  expect(complaints).toEqual([]);
  await served.close();
});

test('it stops after the command that runs', async ({ page }) => {
  const served = await serveFakeCore('docker-down');
  await enter(page, served);
  await button(page, mending.offer).click();
  await button(page, mending.sheet.doIt).click();
  await button(page, mending.run.stop).click();
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText(mending.outcome.stopped);
  await served.close();
});

test('what came of it is told to whoever closed the sheet before it ended', async ({ page }) => {
  const served = await serveFakeCore('docker-down');
  await enter(page, served);
  await button(page, mending.offer).click();
  await button(page, mending.sheet.doIt).click();
  await button(page, mending.run.stop).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => served.core.cells.mending.get().run?.state).toBe('ended');
  await button(page, mending.offer).click();
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText(mending.outcome.stopped);
  // Once read, the way is free again.
  await button(page, common.sheet.close).click();
  await button(page, mending.offer).click();
  await expect(button(page, mending.sheet.doIt)).toBeVisible();
  await served.close();
});

test('a plan that changed meanwhile is shown again, and nothing was done', async ({ page }) => {
  const served = await serveFakeCore('docker-down');
  const complaints = await enter(page, served);
  await button(page, mending.offer).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('docker.io');
  served.core.mending.plans.next = {
    ...installPlan,
    name: 'start_engine',
    steps: [
      { number: 1, text: 'pkexec systemctl enable --now docker', input: null, needsAdministrator: true, undo: null },
    ],
    fingerprint: 'plan-2',
  };
  await button(page, mending.sheet.doIt).click();
  await expect(sheet.getByRole('alert')).toHaveText(common.failure.MENDING_CHANGED);
  await expect(sheet.getByText('pkexec systemctl enable --now docker')).toBeVisible();
  expect(served.core.cells.mending.get().run).toBeNull();
  expect(complaints).toEqual([]);
  await served.close();
});

test('where nobody can be asked the commands are there to be typed, and nothing to press', async ({ page }) => {
  const served = await serveFakeCore('docker-down');
  const complaints = await enter(page, served);
  served.core.mending.plans.next = { ...installPlan, canRun: false };
  await button(page, mending.offer).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText(mending.sheet.noAdministrator);
  await expect(button(page, mending.sheet.copy)).toBeVisible();
  await expect(button(page, mending.sheet.doIt)).toHaveCount(0);
  // What is typed by hand is in no record, and asks as a terminal does.
  await expect(sheet.getByText(mending.sheet.backShow)).toBeVisible();
  await expect(sheet).not.toContainText(mending.sheet.backWhere);
  await expect(sheet).not.toContainText(mending.sheet.rights);
  await button(page, common.sheet.close).click();

  served.core.mending.plans.next = { kind: 'by_hand', name: 'unknown_distribution' };
  await button(page, mending.offer).click();
  await expect(sheet).toContainText(mending.plan.unknown_distribution);
  await button(page, common.sheet.close).click();

  // Without a plan the button is what it was.
  served.core.mending.plans.next = null;
  await page.reload();
  await expect(button(page, home.problem.look)).toBeVisible();
  await expect(button(page, mending.offer)).toHaveCount(0);
  expect(complaints).toEqual([]);
  await served.close();
});

test('nothing of the sheet runs off the side, in either direction and at twice the size', async ({ page }) => {
  const served = await serveFakeCore('docker-down');
  await enter(page, served);
  await button(page, mending.offer).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(mending.sheet.backShow).click();
  for (const viewport of [
    { width: 640, height: 400 },
    { width: 390, height: 844 },
  ])
    for (const direction of ['ltr', 'rtl'] as const) {
      await page.setViewportSize(viewport);
      await page.evaluate((dir) => {
        document.documentElement.dir = dir;
      }, direction);
      const spare = await sheet.evaluate((element) => {
        const parts = [document.documentElement, element, ...element.querySelectorAll('pre, section, div')];
        return parts
          .filter((part) => part.scrollWidth > part.clientWidth + 1)
          .map(({ className }) => String(className));
      });
      expect([viewport, direction, spare]).toEqual([viewport, direction, []]);
      await button(page, mending.sheet.doIt).scrollIntoViewIfNeeded();
      await expect(button(page, mending.sheet.doIt)).toBeInViewport();
    }
  await served.close();
});
