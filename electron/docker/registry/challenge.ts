/** What a registry asks for before it answers: where to get a token for anybody. Pure. */

export interface TokenRequest {
  /** Where the token is to be had, with what it is for. */
  url: URL;
}

const isLoopback = ({ hostname }: URL): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

/** Whether a registry is spoken to without TLS, as engines do on this machine's own address. */
export const isOnThisMachine = (registry: string): boolean => {
  const url = URL.parse(`http://${registry}`);
  return url !== null && isLoopback(url);
};

/**
 * @param header the answer's `WWW-Authenticate`
 * @returns null when no token for anybody is on offer, or only one over an open line
 */
export const tokenRequestOf = (header: string | null): TokenRequest | null => {
  const match = /^bearer\s+(.*)$/is.exec(header ?? '');
  if (match === null) return null;
  const fields = new Map([...(match[1] ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const url = URL.parse(fields.get('realm') ?? '');
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))) return null;
  for (const name of ['service', 'scope']) {
    const value = fields.get(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return { url };
};
