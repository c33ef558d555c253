/** What axe finds on a page that not everybody can use. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** All that another look of the same page can break. */
export const inAnotherLook = ['color-contrast'];

/**
 * @param rules all of them by default
 * @returns each broken rule with the elements that break it
 */
export const violationsOf = async (page: Page, rules?: string[]): Promise<[rule: string, elements: string[]][]> => {
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? builder : builder.withRules(rules)).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
};
