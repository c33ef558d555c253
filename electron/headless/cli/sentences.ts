/** Codes into sentences, in the reader's language, from the same files as the pages use. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance } from 'i18next';
import type { Problem } from '../../../shared/contract/codes.ts';

export interface Sentences {
  say(key: string, facts?: Record<string, unknown>): string;
  /** What is wrong, and what to do. */
  problem(problem: Problem): { title: string; fix: string };
}

const languageOf = (wanted: string | null, env: NodeJS.ProcessEnv): string =>
  (wanted ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? 'en')
    .split(/[._@]/, 1)[0]
    ?.replace('_', '-')
    .split('-', 1)[0] || 'en';

const namespaces = ['cli', 'problems'];

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
  const i18n = createInstance();
  await i18n.init({
    lng: isThere ? language : 'en',
    fallbackLng: 'en',
    ns: namespaces,
    defaultNS: 'cli',
    resources: {
      en: readLanguage(localesDir, 'en'),
      ...(isThere ? { [language]: readLanguage(localesDir, language) } : {}),
    },
    interpolation: { escapeValue: false },
  });
  const say = (key: string, facts: Record<string, unknown> = {}): string =>
    String(i18n.t(key as never, facts as never));
  return {
    say,
    problem: ({ code, data }) => ({
      title: say(`problems:${code}.title`, data),
      fix: say(`problems:${code}.fix`, data),
    }),
  };
};
