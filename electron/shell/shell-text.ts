/**
 * The few sentences that the shell itself shows, in the tray and before the window can speak. Looks keys up; the
 * sentences are in `locales/<language>/tray.json` and `startup.json`, English being the one that is always there.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInstance, type Resource } from 'i18next';
import startup from '../../locales/en/startup.json' with { type: 'json' };
import tray from '../../locales/en/tray.json' with { type: 'json' };

type KeysOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${KeysOf<Tree[Key]>}`;
}[keyof Tree & string];
export type TextKey = `tray:${KeysOf<typeof tray>}` | `startup:${KeysOf<typeof startup>}`;

/** @param facts  what the sentence's placeholders stand for */
export type ShellText = (key: TextKey, facts?: Readonly<Record<string, string>>) => string;

const readSentences = async (localesDir: string, language: string, name: string): Promise<Resource[string][string]> => {
  try {
    return JSON.parse(await readFile(path.join(localesDir, language, `${name}.json`), 'utf8'));
  } catch {
    // Not translated (yet) or not readable: i18next falls back to English, sentence by sentence.
    return {};
  }
};

/** `pt-BR` → `pt-BR`, `pt`. Only what looks like a language tag may become part of a path. */
const candidatesFor = (language: string): string[] =>
  /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)
    ? [...new Set([language, language.split('-')[0] ?? language])]
    : [];

/**
 * Sentences in one language, English where one is missing.
 *
 * @param localesDir  absolute path of `locales/`
 * @param language  BCP 47
 */
export const readShellText = async (localesDir: string, language: string): Promise<ShellText> => {
  const resources: Resource = { en: { tray, startup } };
  for (const candidate of candidatesFor(language)) {
    if (candidate === 'en') continue;
    resources[candidate] = {
      tray: await readSentences(localesDir, candidate, 'tray'),
      startup: await readSentences(localesDir, candidate, 'startup'),
    };
  }
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    fallbackLng: 'en',
    ns: ['tray', 'startup'],
    resources,
    // Native menus and dialogs show plain text; escaping would show `&amp;`.
    interpolation: { escapeValue: false },
  });
  return (key, facts) => i18n.t(key, { ...facts });
};
