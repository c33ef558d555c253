/**
 * Where a NATS server is, who asks, and which network is meant, read from one text. What it says for people never has the
 * secret in it. Pure.
 */
import { PerigeeError } from '../../../shared/contract/codes.ts';

export interface BusAddress {
  /** `host:port` of each server of one cluster. */
  readonly servers: readonly string[];
  readonly isTls: boolean;
  /** A user with a password, or a token; null: the server asks for nothing. */
  readonly credentials: { readonly user: string; readonly pass: string } | { readonly token: string } | null;
  /** Of the network, so that several may share a server: its subjects begin with it. */
  readonly network: string;
  /** For log lines and problems. */
  readonly shown: string;
}

const defaultPort = '4222';
const defaultNetwork = 'perigee';
const networkPattern = /^[a-z][a-z0-9-]{0,31}$/;

const invalid = (): PerigeeError<'SETTINGS_INVALID'> =>
  // The text itself may hold a password, so it is not repeated.
  new PerigeeError('SETTINGS_INVALID', { key: 'bus', detail: 'nats://user:secret@host:4222 is needed' });

const credentialsOf = ({ username, password }: URL): BusAddress['credentials'] => {
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  if (user === '') return null;
  return pass === '' ? { token: user } : { user, pass };
};

const readOne = (text: string): URL => {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url === null || !['nats:', 'tls:'].includes(url.protocol) || url.hostname === '') throw invalid();
  if (url.search !== '' || url.hash !== '') throw invalid();
  return url;
};

/**
 * @param text  `nats://host`, or `tls://` for TLS; with a user and a password, or a token alone; `/name` of the network
 *   where it is not `perigee`; more servers of the same cluster after commas, the first of which says the rest
 * @throws SETTINGS_INVALID
 */
export const readBusAddress = (text: string): BusAddress => {
  const [first, ...others] = text.split(',').map(readOne);
  if (first === undefined || others.some(({ protocol }) => protocol !== first.protocol)) throw invalid();
  const network = first.pathname.slice(1) || defaultNetwork;
  if (!networkPattern.test(network)) throw invalid();
  const hostOf = ({ hostname, port }: URL): string => `${hostname}:${port || defaultPort}`;
  const servers = [first, ...others].map(hostOf);
  try {
    return {
      servers,
      isTls: first.protocol === 'tls:',
      credentials: credentialsOf(first),
      network,
      shown: `${first.protocol}//${servers.join(',')}/${network}`,
    };
  } catch {
    throw invalid();
  }
};
