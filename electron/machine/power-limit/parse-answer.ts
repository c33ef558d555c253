/** Reads what `nvidia-smi -pl` answers. Pure. */

/**
 * - `set`: the card has the new limit
 * - `no_rights`: this account may not set it
 * - `not_supported`: this card's limit cannot be set, as on most laptops
 * - `out_of_range`: it was none between the card's least and most
 * - `failed`: anything else; nothing is known of the card's limit
 */
export type LimitAnswer = 'set' | 'no_rights' | 'not_supported' | 'out_of_range' | 'failed';

/**
 * The refusals come first: of a card whose limit cannot be set the tool says so, then “All done.”, and exits with 0.
 * Source: tests/fixtures/gpu/nvidia/power-limit.
 */
const answers: readonly (readonly [LimitAnswer, RegExp])[] = [
  ['no_rights', /insufficient permissions|permission denied|does not have permission|administrator|root privilege/i],
  ['not_supported', /power management limit is not supported|not supported/i],
  ['out_of_range', /not a valid power limit/i],
  ['set', /^\s*power limit for gpu \S+ was set to \d/im],
];

/** @param text standard output, or standard error where there is none */
export const parseLimitAnswer = (text: string): LimitAnswer =>
  answers.find(([, words]) => words.test(text))?.[0] ?? 'failed';
