/** Text that somebody else's program wrote, so that it steers no terminal and no page that shows it. Pure. */
import { stripVTControlCharacters } from 'node:util';

/** @returns without sequences for terminals and without control characters, but for tabs */
export const withoutControls = (text: string): string =>
  [...stripVTControlCharacters(text)].filter((character) => character === '\t' || !/\p{Cc}/u.test(character)).join('');
