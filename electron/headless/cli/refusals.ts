/** What a network says no with, as a sentence of the verb that asked. */
import { ORPCError } from '@orpc/client';
import { reasonKeyOf } from '../../../shared/contract/reasons.ts';
import type { VerbContext } from './verb.ts';

export interface Refusals {
  /** Of the sentence of a code. */
  readonly keyOf: (code: string) => string;
  readonly codes: readonly string[];
}

/** One sentence for each reason, where it has several. */
const reasonsOf = (data: unknown): string[] =>
  typeof data === 'object' && data !== null && 'reasons' in data && Array.isArray(data.reasons)
    ? data.reasons.map(String)
    : [];

const coinsOf = (data: unknown, { sentences }: Pick<VerbContext, 'sentences'>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(data ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' && /^\d+$/.test(value) ? [[name, sentences.figures.coins(BigInt(value))]] : [],
    ),
  );

/** @returns whether it was one, and was told */
export const tellRefusal = (error: unknown, { keyOf, codes }: Refusals, context: VerbContext): boolean => {
  if (!(error instanceof ORPCError) || !codes.includes(String(error.code))) return false;
  const { sentences, answer, options } = context;
  const code = String(error.code);
  const title = sentences.say(keyOf(code), coinsOf(error.data, context));
  const reasons = reasonsOf(error.data).map((reason) => {
    const key = reasonKeyOf('reasons', reason);
    return { code: reason, text: key === null ? reason : sentences.say(key) };
  });
  answer({ error: { code, data: error.data ?? {}, title, reasons } });
  if (options.isJson) return true;
  console.error(`${title} (${code})`);
  for (const reason of reasons) console.error(`✗ ${reason.text} (${reason.code})`);
  return true;
};
