/**
 * Holds the languages to the English source: the same files and keys, the same placeholders, every plural form that the
 * language has, no key that nothing uses, and no sentence written straight into a page.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'rolldown/utils';

const root = join(import.meta.dirname, '..');
const localesDir = join(root, 'locales');
const plural = /_(zero|one|two|few|many|other)$/;

type Messages = ReadonlyMap<string, string>;

const flatten = (value: unknown, path: string, into: Map<string, string>): Map<string, string> => {
  if (typeof value === 'string') into.set(path, value);
  else if (value !== null && typeof value === 'object')
    for (const [key, part] of Object.entries(value)) flatten(part, path === '' ? key : `${path}.${key}`, into);
  else into.set(path, '');
  return into;
};

const readMessages = (path: string): Messages => flatten(JSON.parse(readFileSync(path, 'utf8')), '', new Map());
const stemOf = (key: string): string => key.replace(plural, '');
const placeholdersOf = (message: string): string =>
  [...new Set([...message.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name))].sort().join(' ');
const tagsOf = (message: string): string =>
  [...message.matchAll(/<(\w+)>/g)]
    .map(([, name]) => name)
    .sort()
    .join(' ');

/** What is wrong with one file of one language, held against the English one. */
const faultsOf = (language: string, file: string, source: Messages, own: Messages): string[] => {
  const at = `locales/${language}/${file}`;
  const faults: string[] = [];
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const isPlural = (key: string): boolean => plural.test(key) && source.has(`${stemOf(key)}_other`);
  for (const [key, message] of source) {
    if (isPlural(key)) continue;
    const translated = own.get(key);
    if (translated === undefined) faults.push(`${at}: ${key} is missing`);
    else if (translated.trim() === '') faults.push(`${at}: ${key} is empty`);
    else if (placeholdersOf(translated) !== placeholdersOf(message) || tagsOf(translated) !== tagsOf(message))
      faults.push(`${at}: ${key} has other placeholders than English`);
  }
  for (const stem of new Set([...source.keys()].filter(isPlural).map(stemOf))) {
    const expected = placeholdersOf(source.get(`${stem}_other`) ?? '').split(' ');
    for (const category of categories) {
      const translated = own.get(`${stem}_${category}`);
      if (translated === undefined) faults.push(`${at}: ${stem}_${category} is missing`);
      else if (
        placeholdersOf(translated)
          .split(' ')
          .some((name) => name !== '' && !expected.includes(name))
      )
        faults.push(`${at}: ${stem}_${category} has a placeholder that English has not`);
    }
  }
  for (const key of own.keys()) {
    const isKnown = isPlural(key) ? categories.some((category) => key.endsWith(`_${category}`)) : source.has(key);
    if (!isKnown) faults.push(`${at}: ${key} is not in English`);
  }
  return faults;
};

const listFiles = (dir: string, pattern: RegExp): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const sourceFiles = ['renderer', 'electron/shell', 'electron/headless', 'shared/contract'].flatMap((dir) =>
  listFiles(join(root, dir), /\.tsx?$/),
);

interface Node {
  type: string;
  value?: unknown;
  quasis?: { value: { cooked?: string | null } }[];
  start: number;
}

/** Every node of a file's syntax, outermost first. */
const nodesOf = (program: unknown): Node[] => {
  const found: Node[] = [];
  const visit = (part: unknown): void => {
    if (part === null || typeof part !== 'object') return;
    if ('type' in part && typeof part.type === 'string') found.push(part as Node);
    for (const child of Object.values(part)) visit(child);
  };
  visit(program);
  return found;
};

const withoutNamespace = (text: string): string => text.replace(/^\w+:/, '');

/** Every text between quotes. */
const literals = new Set<string>();
/** Templates such as `state.${activity}`: the fixed beginning. */
const beginnings = new Set<string>();
/** Templates such as `${kind}.title`: the fixed end. */
const endings = new Set<string>();
/** Words that stand as text in JSX, outside any message. Names, units and marks of one or two letters are fine. */
const untranslated: string[] = [];

for (const path of sourceFiles) {
  const text = readFileSync(path, 'utf8');
  for (const { type, value, quasis, start } of nodesOf(parseSync(path, text).program)) {
    if (type === 'Literal' && typeof value === 'string') literals.add(withoutNamespace(value));
    if (type === 'TemplateLiteral' && quasis) {
      const [first, ...rest] = quasis.map((quasi) => quasi.value.cooked ?? '');
      const beginning = withoutNamespace(first ?? '');
      const ending = rest.at(-1) ?? '';
      if (beginning.endsWith('.')) beginnings.add(beginning);
      if (/^\.[\w.]+$/.test(ending)) endings.add(ending);
    }
    if (type === 'JSXText' && typeof value === 'string' && /\p{L}{3,}/u.test(value) && value.trim() !== 'Perigee') {
      const line = text.slice(0, start).split('\n').length;
      untranslated.push(`${relative(root, path)}:${line}: “${value.trim()}” is not in locales/`);
    }
  }
}

const isUsed = (key: string): boolean => {
  const stem = stemOf(key);
  if (literals.has(key) || literals.has(stem)) return true;
  if ([...beginnings].some((beginning) => stem.startsWith(beginning))) return true;
  return [...endings].some((end) => stem.endsWith(end));
};

const faults: string[] = [];
const files = readdirSync(join(localesDir, 'en')).filter((name) => name.endsWith('.json'));
const languages = readdirSync(localesDir).filter((name) => name !== 'en' && existsSync(join(localesDir, name)));
let keys = 0;
for (const file of files) {
  const source = readMessages(join(localesDir, 'en', file));
  keys += source.size;
  for (const key of source.keys()) if (!isUsed(key)) faults.push(`locales/en/${file}: nothing uses ${key}`);
  faults.push(...faultsOf('en', file, source, source));
  for (const language of languages) {
    const path = join(localesDir, language, file);
    if (existsSync(path)) faults.push(...faultsOf(language, file, source, readMessages(path)));
    else faults.push(`locales/${language}/${file} is missing`);
  }
}
for (const language of languages)
  for (const file of readdirSync(join(localesDir, language)))
    if (!files.includes(file)) faults.push(`locales/${language}/${file} is not in English`);
faults.push(...untranslated);

for (const fault of faults) console.error(fault);
console.log(`${keys} keys in ${languages.length + 1} languages, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
