/**
 * The page on which an external wallet signs: which one may be used, and the address that brings it a request. The page
 * is named where the app is started, out of reach of pages and networks; no other is ever opened. Pure.
 */
import { deflateRawSync } from 'node:zlib';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * @param text  as the owner wrote it
 * @returns null unless it is an https page, or one on this PC, without a name, a password, a query or a fragment
 */
export const signerPageOf = (text: string): URL | null => {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  const isOwnPc = url.protocol === 'http:' && loopback.has(url.hostname);
  return url.protocol === 'https:' || isOwnPc ? url : null;
};

/** Whether an address is the page itself with a request, letter for letter up to its query. */
export const isOfPage = (address: string, page: URL): boolean => {
  const url = URL.parse(address);
  if (url === null || url.href !== address || url.hash !== '' || url.username !== '' || url.password !== '')
    return false;
  return url.origin === page.origin && url.pathname === page.pathname;
};

export interface SigningRequest {
  /** `key`: only to show which key would sign. */
  readonly what: 'key' | 'sign';
  /** One-time, 256 bits, base64url. */
  readonly state: string;
  /** Where the answer goes, on this PC. */
  readonly callback: string;
  readonly network: string;
  readonly networkKey: string;
  /** The accounts that this app moves coins of; a text of another one must not be signed. */
  readonly accounts: readonly string[];
  /** The key that must sign; null: not known yet. */
  readonly key: string | null;
  readonly text: string;
}

/**
 * The text goes deflated (RFC 1951) in base64url: Windows opens no address of more than some 2,080 characters, and the
 * plain text of an intent is longer.
 */
export const signingAddress = (page: URL, request: SigningRequest): string => {
  const url = new URL(page);
  const query = {
    perigee: '1',
    what: request.what,
    state: request.state,
    callback: request.callback,
    network: request.network,
    networkKey: request.networkKey,
    accounts: request.accounts.join(','),
    ...(request.key === null ? {} : { key: request.key }),
    text: deflateRawSync(Buffer.from(request.text), { level: 9 }).toString('base64url'),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
};
