/** The steps of a person through the pages, in the language they are shown in. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Route } from '../../../renderer/app/route.ts';
import { anyOf, sentenceOf, type Words } from './words.ts';

/** A check of this PC's parts, one after the other, at full load beside whatever else runs here. */
const checkTimeoutMs = 90_000;
/** A network hour that is cut short, a whole one, and the time to close and confirm it. */
export const rewardTimeoutMs = 90_000;

export const sentence = (page: Page): Locator => page.getByRole('heading', { level: 1 });

export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

export const open = async (page: Page, { common }: Words, route: Route): Promise<void> => {
  await page.getByRole('link', { name: common.nav[route], exact: true }).click();
  await expect(page).toHaveTitle(common.pageTitle.replace('{{page}}', common.nav[route]));
  await expect(sentence(page)).not.toBeEmpty();
};

/** From the first page to Home. */
export const goThroughFirstRun = async (page: Page, { onboarding }: Words): Promise<void> => {
  await button(page, onboarding.check.start).click();
  await expect(page.getByRole('progressbar', { name: onboarding.check.progress })).toBeVisible();
  await expect(button(page, onboarding.check.again)).toBeVisible({ timeout: checkTimeoutMs });
  await button(page, onboarding.online.goPlay).click();
};

/** Past the first page without a check, and online from Home. */
export const goStraightOnline = async (page: Page, { common, onboarding }: Words): Promise<void> => {
  await button(page, onboarding.online.later).click();
  await button(page, common.control.start).first().click();
};

/** Settings' own menu of languages. @param words of the language shown until then */
export const chooseLanguage = async (page: Page, words: Words, name: string): Promise<void> => {
  await open(page, words, 'settings');
  await page.getByRole('tab', { name: words.settings.tab.look }).click();
  await page.getByRole('combobox', { name: words.settings.look.language }).click();
  await page.getByRole('option', { name }).click();
};

/** The ledger's hourly rewards that the network confirmed, newest first. */
export const confirmedRewards = (page: Page, { common, earnings }: Words): Locator =>
  page
    .getByRole('row')
    .filter({ hasText: earnings.kind.hourly_reward })
    .filter({ hasText: new RegExp(`${common.money.confirmed}|${common.money.paid}`) });

/**
 * Home's sentence while this PC takes part: with a job, without one, beside an engine too old for strangers' jobs, and in
 * the network's first hours, which were there for nobody as a whole.
 */
export const earningSentence = ({ home, earnings }: Words): RegExp =>
  anyOf(
    ...[
      ...[home.sentence.readyPlay, home.sentence.working, home.sentence.needsYou],
      ...[earnings.whyNot.part_hour, earnings.whyNot.joined_this_hour],
    ].map((text) => sentenceOf(text)),
  );
