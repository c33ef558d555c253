/** What a network says no to a renter with, as a sentence. */
import { ORPCError } from '@orpc/client';
import { reasonKeyOf } from '../../../../shared/contract/reasons.ts';
import type { VerbContext } from '../verb.ts';

const refusals = [
  ...['NO_ACCOUNT', 'ROLE_TOO_LOW', 'KEY_IS_DEVICES', 'SPEC_REFUSED', 'CLASS_UNKNOWN', 'IMAGE_UNSIGNED'],
  ...['PRICE_TOO_LOW', 'NOT_ENOUGH_COINS', 'JOB_ID_TAKEN', 'TOO_MANY_JOBS', 'JOB_NOT_FOUND'],
];

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
export const tellRefusal = (error: unknown, context: VerbContext): boolean => {
  if (!(error instanceof ORPCError) || !refusals.includes(error.code)) return false;
  const { sentences, answer, options } = context;
  const code = String(error.code);
  const title = sentences.say(`rent.refused.${code}`, coinsOf(error.data, context));
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
