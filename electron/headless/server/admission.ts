/**
 * Who may speak to the loopback server, as a pure rule over one request's headers. It holds before any token is looked
 * at and for assets too: a rebound name, a foreign page and a strange method never reach a handler.
 */
import { callbackPath } from '../../wallet/callback-door.ts';

export interface RequestFacts {
  method: string;
  path: string;
  host: string | undefined;
  origin: string | undefined;
  secFetchSite: string | undefined;
  secFetchDest: string | undefined;
  contentType: string | undefined;
  isUpgrade: boolean;
  hasBearer: boolean;
}

export type Refusal =
  | 'host_refused'
  | 'origin_refused'
  | 'site_refused'
  | 'method_refused'
  | 'type_refused'
  | 'path_refused';

/** The only names by which this server answers, with its own port. */
export const ownHosts = (port: number): readonly string[] => [
  `127.0.0.1:${port}`,
  `localhost:${port}`,
  `[::1]:${port}`,
];

/** Where a page of another site may lead a browser, as a page of its own and nothing less. */
const linkedPaths: readonly string[] = ['/', callbackPath];

/**
 * @returns null when the request may go on
 *
 * `Host` stops DNS rebinding: the browser sends the name that the page was loaded from. `Origin` stops pages of other
 * sites, which may open sockets to loopback without asking. An absent `Origin` is a program, not a page: it must bring
 * the token at once. `Sec-Fetch-Site` stops embedding by other origins on this very machine; following a link to the
 * first page, or the signer's page leading back with its answer, is no embedding.
 */
export const refusalOf = (request: RequestFacts, port: number): Refusal | null => {
  const hosts = ownHosts(port);
  if (request.host === undefined || !hosts.includes(request.host)) return 'host_refused';
  const isOwnOrigin = request.origin === `http://${request.host}`;
  if (request.origin !== undefined && !isOwnOrigin) return 'origin_refused';
  if (request.isUpgrade) {
    if (request.method !== 'GET' || request.path !== '/rpc') return 'path_refused';
    return request.origin === undefined && !request.hasBearer ? 'origin_refused' : null;
  }
  const { secFetchSite } = request;
  const isLinkHere = linkedPaths.includes(request.path) && request.secFetchDest === 'document';
  const isOwnSite = secFetchSite === undefined || secFetchSite === 'same-origin' || secFetchSite === 'none';
  if (!isOwnSite && !isLinkHere) return 'site_refused';
  if (request.method === 'POST') {
    if (request.path !== '/launch' && request.path !== '/seat') return 'path_refused';
    if (request.contentType !== 'application/json') return 'type_refused';
    // Pages say it over their own socket; this door is for programs.
    if (request.path === '/seat') return request.origin === undefined && request.hasBearer ? null : 'origin_refused';
    return isOwnOrigin || (request.origin === undefined && request.hasBearer) ? null : 'origin_refused';
  }
  return request.method === 'GET' || request.method === 'HEAD' ? null : 'method_refused';
};
