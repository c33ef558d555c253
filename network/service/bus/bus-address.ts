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
  // Node knows neither scheme, and reads no host from one that it does not know well.
  const match = /^(nats|tls):\/\/(.+)$/.exec(text.trim());
  const url = match !== null && URL.canParse(`http://${match[2]}`) ? new URL(`http://${match[2]}`) : null;
  if (url === null || url.hostname === '' || url.search !== '' || url.hash !== '') throw invalid();
  return url;
};

/**
 * @param text  `nats://host`, or `tls://` for TLS; with a user and a password, or a token alone; `/name` of the network
 *   where it is not `perigee`; more servers of the same cluster after commas, the first of which says the rest
 * @throws SETTINGS_INVALID
 */
export const readBusAddress = (text: string): BusAddress => {
  const parts = text.split(',');
  const [first, ...others] = parts.map(readOne);
  if (first === undefined) throw invalid();
  const scheme = text.trim().startsWith('tls:') ? 'tls' : 'nats';
  if (!parts.every((part) => part.trim().startsWith(`${scheme}:`))) throw invalid();
  const network = first.pathname.slice(1) || defaultNetwork;
  if (!networkPattern.test(network)) throw invalid();
  const hostOf = ({ hostname, port }: URL): string => `${hostname}:${port || defaultPort}`;
  const servers = [first, ...others].map(hostOf);
  try {
    return {
      servers,
      isTls: scheme === 'tls',
      credentials: credentialsOf(first),
      network,
      shown: `${scheme}://${servers.join(',')}/${network}`,
    };
  } catch {
    throw invalid();
  }
};
