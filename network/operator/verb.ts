/** One word of the operator's command line. A new verb is an entry of a table, and a line in `verbs.ts` for its table. */
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { OperatorKey } from './key-file.ts';
import type { OperatorApi } from './signed-client.ts';

export interface VerbCall {
  readonly api: OperatorApi;
  /** For what is signed beside the requests themselves. */
  readonly signer: OperatorKey;
  /** As many as the verb names. */
  readonly words: readonly string[];
  readonly options: { readonly until: string | undefined; readonly reason: string | undefined };
  /** One line for a person. */
  readonly say: (line: string) => void;
  /** What is typed, line by line. */
  readonly lines: AsyncIterator<string>;
}

export interface Verb {
  /** Names of the words that it takes, for the help. */
  readonly words: readonly string[];
  /** Of its own options, for the help. */
  readonly options?: string;
  readonly what: string;
  /** @returns what a program reads with `--json` */
  run(call: VerbCall): Promise<unknown>;
}

export type Verbs = Readonly<Record<string, Verb>>;

export const wrongWords = (key: string, detail: string): PerigeeError =>
  new PerigeeError('SETTINGS_INVALID', { key, detail });

/** A time as a person reads it, UTC to the minute. */
export const shownTime = (at: number | null): string =>
  at === null ? 'for good' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** @param text  a day or a moment of ISO 8601; left out or empty: for good */
export const readUntil = (text: string | undefined): number | null => {
  if (text === undefined || text === '') return null;
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw wrongWords('until', text);
  return at;
};
