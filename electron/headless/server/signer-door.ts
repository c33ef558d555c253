/**
 * Where the browser is led back to when an external signer has answered: hands the answer on and shows one sentence. It
 * needs no token, because an answer without its one-time secret does nothing.
 */
import type { CallbackDoor } from '../../wallet/callback-door.ts';

export interface SignerDoor {
  answer(query: URLSearchParams): { readonly status: number; readonly page: string };
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? '');

const pageOf = (sentence: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Perigee</title><p dir="auto">${escaped(sentence)}</p>\n`;

/** @param say  sentences by their key */
export const createSignerDoor = (take: CallbackDoor['take'], say: (key: string) => string): SignerDoor => ({
  answer: (query) =>
    take(query) === 'taken'
      ? { status: 200, page: pageOf(say('signer.taken')) }
      : { status: 403, page: pageOf(say('signer.refused')) },
});
