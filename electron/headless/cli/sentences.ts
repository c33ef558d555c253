/** Codes into sentences, in the reader's language, from the same files as the pages use. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance } from 'i18next';
import type { Problem } from '../../../shared/contract/codes.ts';
import { reasonKeyOf } from '../../../shared/contract/reasons.ts';
import { createFigures, type Figures } from './figures.ts';

export interface Sentences {
  say(key: string, facts?: Record<string, unknown>): string;
  /** What is wrong, and what to do. */
  problem(problem: Problem): { title: string; fix: string };
  figures: Figures;
}

const languageOf = (wanted: string | null, env: NodeJS.ProcessEnv): string =>
  (wanted ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? 'en')
    .split(/[._@]/, 1)[0]
    ?.replace('_', '-')
    .split('-', 1)[0] || 'en';

const namespaces = ['cli', 'mending', 'problems', 'reasons', 'checks'];

/** No text varies by context; codes have underscores, which would otherwise be read as one. */
const contextSeparator = '~';

const readLanguage = (localesDir: string, language: string): Record<string, object> =>
  Object.fromEntries(
    namespaces.flatMap((namespace) => {
      const path = join(localesDir, language, `${namespace}.json`);
      return existsSync(path) ? [[namespace, JSON.parse(readFileSync(path, 'utf8')) as object]] : [];
    }),
  );

/** @param wanted BCP 47; null: as the environment says. A language that is not there is English. */
export const loadSentences = async (localesDir: string, wanted: string | null): Promise<Sentences> => {
  const language = languageOf(wanted, process.env);
  const isThere = /^[a-z]{2,3}$/.test(language) && existsSync(join(localesDir, language));
  const shown = isThere ? language : 'en';
  const i18n = createInstance();
  await i18n.init({
    lng: shown,
    fallbackLng: 'en',
    ns: namespaces,
    defaultNS: 'cli',
    contextSeparator,
    resources: {
      en: readLanguage(localesDir, 'en'),
      ...(isThere ? { [language]: readLanguage(localesDir, language) } : {}),
    },
    interpolation: { escapeValue: false },
  });
  const say = (key: string, facts: Record<string, unknown> = {}): string =>
    String(i18n.t(key as never, facts as never));
  const figures = createFigures(shown);
  const factText = (name: string, value: unknown): string => {
    if (value === null || value === undefined) return say('doctor.unknown');
    if (typeof value === 'bigint') return figures.coins(value);
    if (Array.isArray(value)) return figures.list(value.map((item) => factText(name, item)));
    if (typeof value === 'string') {
      const key = reasonKeyOf(name, value);
      return key !== null && i18n.exists(key) ? say(key) : value;
    }
    if (typeof value !== 'number') return String(value);
    if (name.endsWith('Celsius')) return figures.celsius(value);
    if (name.endsWith('Ms')) return figures.seconds(Math.abs(value));
    // Codes and numbers of things are names: they are not grouped.
    return name.endsWith('Bytes') ? figures.gigabytes(value) : String(value);
  };
  return {
    say,
    figures,
    problem: ({ code, data }) => {
      const facts = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, factText(name, value)]));
      return { title: say(`problems:${code}.title`, facts), fix: say(`problems:${code}.fix`, facts) };
    },
  };
};
