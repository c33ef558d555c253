import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/provision/programs.ts';

const isRoot = process.getuid?.() === 0;
const executablePath = findChromium();

/** The pages against the headless host in a real Chromium, and the shell where Electron's binary is there. */
export default defineConfig({
  testDir: 'tests/e2e',
  // They wait for the reward of a whole network hour, or walk the app through every page once more, which `every-page`
  // does with made-up data; only left out of CI, which has fifteen minutes.
  testIgnore: process.env.CI === 'true' ? ['**/no-engine.spec.ts', '**/journey/{arabic,axe}.spec.ts'] : [],
  timeout: 180_000,
  expect: { timeout: 45_000 },
  // Two files at a time: half of each waits for a page.
  workers: 2,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'test-results/report.json' }]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
