/** The key of a request that is made once. */
import { createHash } from 'node:crypto';

/** The same words again, after a line that broke, are the same request: it is known by what it says. @returns a UUID */
export const requestKeyOf = (publicKey: string, said: unknown): string => {
  const hex = createHash('sha256')
    .update(`${publicKey}\n${JSON.stringify(said)}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
