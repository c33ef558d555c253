/**
 * Languages: English is bundled and defines the keys; the others are fetched when chosen. One namespace per file in
 * `locales/<language>/`. A key that English lacks does not compile.
 */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import checks from '../../locales/en/checks.json';
import common from '../../locales/en/common.json';
import community from '../../locales/en/community.json';
import devices from '../../locales/en/devices.json';
import earnings from '../../locales/en/earnings.json';
import evidence from '../../locales/en/evidence.json';
import home from '../../locales/en/home.json';
import mending from '../../locales/en/mending.json';
import onboarding from '../../locales/en/onboarding.json';
import owner from '../../locales/en/owner.json';
import problems from '../../locales/en/problems.json';
import reasons from '../../locales/en/reasons.json';
import releases from '../../locales/en/releases.json';
import reports from '../../locales/en/reports.json';
import settings from '../../locales/en/settings.json';
import stake from '../../locales/en/stake.json';
import support from '../../locales/en/support.json';
import tier from '../../locales/en/tier.json';
import worker from '../../locales/en/worker.json';

export const english = {
  common,
  home,
  onboarding,
  devices,
  settings,
  owner,
  mending,
  problems,
  reasons,
  checks,
  worker,
  earnings,
  tier,
  stake,
  support,
  evidence,
  community,
  releases,
  reports,
};
type Namespace = keyof typeof english;

/** No text varies by context; problem codes have underscores, which would otherwise be read as one. */
const contextSeparator = '~';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    contextSeparator: typeof contextSeparator;
    resources: typeof english;
  }
}

/** The languages on offer, each by its own name; the first is the source. */
export const languages = [
  { tag: 'en', name: 'English' },
  { tag: 'es', name: 'Español' },
  { tag: 'ar', name: 'العربية' },
] as const;
export type LanguageTag = (typeof languages)[number]['tag'];

const files = import.meta.glob<Record<string, unknown>>(
  ['../../locales/*/*.json', '!../../locales/en/*.json', '!../../locales/*/{cli,startup,tray}.json'],
  {
    import: 'default',
  },
);

const fetchLanguage = async (tag: LanguageTag): Promise<void> => {
  if (tag === 'en') return;
  await Promise.all(
    (Object.keys(english) as Namespace[]).map(async (namespace) => {
      const load = files[`../../locales/${tag}/${namespace}.json`];
      if (load && !i18next.hasResourceBundle(tag, namespace)) i18next.addResourceBundle(tag, namespace, await load());
    }),
  );
};

/** The language to show: the chosen one, else the first of the system's that is on offer, else English. */
export const languageFor = (chosen: string | null, system: readonly string[]): LanguageTag => {
  for (const wanted of chosen === null ? system : [chosen, ...system]) {
    const base = wanted.toLowerCase().split('-')[0];
    const found = languages.find(({ tag }) => tag === base);
    if (found) return found.tag;
  }
  return 'en';
};

export const directionOf = (tag: string): 'ltr' | 'rtl' => (tag === 'ar' ? 'rtl' : 'ltr');

/** Shows the app in `tag` from now on, without a restart. */
export const showLanguage = async (tag: LanguageTag): Promise<void> => {
  await fetchLanguage(tag);
  await i18next.changeLanguage(tag);
  document.documentElement.lang = tag;
  document.documentElement.dir = directionOf(tag);
};

/** Readies the texts; resolves once the system's language can be shown. */
export const startLanguages = async (): Promise<void> => {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: english },
    defaultNS: 'common',
    contextSeparator,
    // React escapes what it draws.
    interpolation: { escapeValue: false },
  });
  await showLanguage(languageFor(null, navigator.languages));
};
