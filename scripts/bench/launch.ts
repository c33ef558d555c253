/** From starting the program to the first page's sentence on screen, in a browser that was open already. */
import { chromium } from '@playwright/test';
import { findChromium } from '../provision/programs.ts';
import { type Figure, figureOf } from './figure.ts';
import { startCore } from './running-core.ts';

const runs = 7;

export const benchLaunch = async (): Promise<Figure[]> => {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium: run node scripts/provision/main.ts');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const address: number[] = [];
  const page: number[] = [];
  try {
    // One run that is not counted warms the disk's cache.
    for (let run = 0; run <= runs; run += 1) {
      const core = await startCore();
      const addressMs = performance.now() - core.spawnedAt;
      const tab = await browser.newPage();
      await tab.goto(core.url);
      await tab.locator('h1').first().waitFor();
      const pageMs = performance.now() - core.spawnedAt;
      await tab.close();
      await core.stop();
      if (run === 0) continue;
      address.push(addressMs / 1000);
      page.push(pageMs / 1000);
    }
  } finally {
    await browser.close();
  }
  return [figureOf('launch to address', 's', null, address), figureOf('launch to first page', 's', 2, page)];
};
