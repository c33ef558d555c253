/** Reads the JSON of rocm-smi into its cards. Pure; knows nothing of what is asked of a card. */
import { fieldsOf, readJsonReport, wordsOf } from '../reports/json-report.ts';
import { unreadableReport } from '../reports/tool-failure.ts';

export const rocmSmi = 'rocm-smi';

export interface RocmCard {
  /** `card2`: rocm-smi's own number, which need not begin at 0. */
  readonly key: string;
  /** @param names in lower case, best first; @returns the first that has words; null when none has */
  readonly read: (...names: readonly string[]) => string | null;
  /** @returns the first field whose name matches and that has words, with the match */
  readonly find: (name: RegExp) => { readonly words: string; readonly match: RegExpExecArray } | null;
}

export interface RocmReport {
  /** In the order of their numbers. */
  readonly cards: readonly RocmCard[];
  /** From the `system` object, which is no card. */
  readonly driver: string | null;
}

const cardFrom = (key: string, value: unknown): RocmCard => {
  const fields = fieldsOf(value);
  return {
    key,
    read: (...names) => {
      for (const name of names) {
        const words = wordsOf(fields.get(name));
        if (words !== null) return words;
      }
      return null;
    },
    find: (name) => {
      for (const [field, value] of fields) {
        const match = name.exec(field);
        const words = match && wordsOf(value);
        if (match && words) return { words, match };
      }
      return null;
    },
  };
};

/** Every field of a card is a plain value. */
const isCard = (fields: ReadonlyMap<string, unknown>): boolean =>
  [...fields.values()].some((value) => typeof value === 'string' || typeof value === 'number');

const numberOfCard = (key: string): number => Number(key.replace(/\D/g, ''));

/**
 * @param text standard output
 * @throws GPU_TOOL_FAILED for an error sentence, for JSON cut short, and for JSON of another tool
 */
export const readRocmReport = (text: string): RocmReport => {
  const report = fieldsOf(readJsonReport(rocmSmi, text));
  const keys = [...report.keys()].filter((key) => /^card\d{1,4}$/.test(key));
  const isOfCards = keys.every((key) => isCard(fieldsOf(report.get(key))));
  if (!isOfCards || (keys.length === 0 && !report.has('system'))) throw unreadableReport(rocmSmi, 'no cards in it');
  return {
    cards: keys.toSorted((a, b) => numberOfCard(a) - numberOfCard(b)).map((key) => cardFrom(key, report.get(key))),
    driver: wordsOf(fieldsOf(report.get('system')).get('driver version')),
  };
};
