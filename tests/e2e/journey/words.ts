/** What the pages say, read from the same locale files, so that a test follows a changed sentence. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type checks from '../../../locales/en/checks.json';
import type common from '../../../locales/en/common.json';
import type community from '../../../locales/en/community.json';
import type devices from '../../../locales/en/devices.json';
import type earnings from '../../../locales/en/earnings.json';
import type evidence from '../../../locales/en/evidence.json';
import type home from '../../../locales/en/home.json';
import type mending from '../../../locales/en/mending.json';
import type onboarding from '../../../locales/en/onboarding.json';
import type problems from '../../../locales/en/problems.json';
import type releases from '../../../locales/en/releases.json';
import type reports from '../../../locales/en/reports.json';
import type settings from '../../../locales/en/settings.json';
import type stake from '../../../locales/en/stake.json';
import type support from '../../../locales/en/support.json';
import type worker from '../../../locales/en/worker.json';

export interface Words {
  checks: typeof checks;
  common: typeof common;
  community: typeof community;
  devices: typeof devices;
  earnings: typeof earnings;
  evidence: typeof evidence;
  home: typeof home;
  mending: typeof mending;
  onboarding: typeof onboarding;
  problems: typeof problems;
  releases: typeof releases;
  reports: typeof reports;
  settings: typeof settings;
  stake: typeof stake;
  support: typeof support;
  worker: typeof worker;
}

const root = join(import.meta.dirname, '../../../locales');
const namespaces = [
  'checks',
  'common',
  'community',
  'devices',
  'earnings',
  'evidence',
  'home',
  'mending',
  'onboarding',
  'problems',
  'releases',
  'reports',
  'settings',
  'stake',
  'support',
  'worker',
];

export const wordsOf = (language: 'en' | 'es' | 'ar'): Words =>
  Object.fromEntries(
    namespaces.map((name) => [name, JSON.parse(readFileSync(join(root, language, `${name}.json`), 'utf8'))]),
  ) as unknown as Words;

/** A pattern that any of the patterns fulfils. */
export const anyOf = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), 'u');

/** The sentence with anything in its places. */
export const sentenceOf = (text: string): RegExp => {
  const exact = (part: string): string => part.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&');
  return new RegExp(
    `^${text
      .split(/\{\{\w+\}\}/)
      .map(exact)
      .join('.+')}$`,
    'u',
  );
};
