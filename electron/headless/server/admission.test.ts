import { describe, expect, it } from 'vitest';
import { type RequestFacts, refusalOf } from './admission.ts';

const port = 7000;
const page: RequestFacts = {
  method: 'GET',
  path: '/',
  host: `127.0.0.1:${port}`,
  origin: undefined,
  secFetchSite: 'none',
  secFetchDest: 'document',
  contentType: undefined,
  isUpgrade: false,
  hasBearer: false,
};
const launch: RequestFacts = {
  ...page,
  method: 'POST',
  path: '/launch',
  origin: `http://127.0.0.1:${port}`,
  secFetchSite: 'same-origin',
  secFetchDest: 'empty',
  contentType: 'application/json',
};
const socket: RequestFacts = { ...launch, method: 'GET', path: '/rpc', contentType: undefined, isUpgrade: true };

describe('admission to the loopback server', () => {
  it.each<[string, RequestFacts]>([
    ['the first page', page],
    ['a link to the first page from elsewhere', { ...page, secFetchSite: 'cross-site' }],
    ['a launch from our own page', launch],
    ['a launch by a program with a token', { ...launch, origin: undefined, hasBearer: true }],
    ['a socket of our own page', socket],
    ['a socket of a program with a token', { ...socket, origin: undefined, hasBearer: true }],
  ])('lets in %s', (_what, facts) => expect(refusalOf(facts, port)).toBeNull());

  it.each<[string, RequestFacts, string]>([
    ['a rebound host', { ...page, host: `evil.example:${port}` }, 'host_refused'],
    ['no host at all', { ...page, host: undefined }, 'host_refused'],
    ['a page of another port of this machine', { ...socket, origin: 'http://127.0.0.1:3000' }, 'origin_refused'],
    ['our origin under another of our names', { ...socket, origin: `http://localhost:${port}` }, 'origin_refused'],
    [
      'a script tag of another site',
      { ...page, path: '/assets/a.js', secFetchSite: 'cross-site', secFetchDest: 'script' },
      'site_refused',
    ],
    ['a frame of another site', { ...page, secFetchSite: 'cross-site', secFetchDest: 'iframe' }, 'site_refused'],
    ['a form post', { ...launch, contentType: 'application/x-www-form-urlencoded' }, 'type_refused'],
    ['a post elsewhere', { ...launch, path: '/rpc' }, 'path_refused'],
    ['a strange method', { ...page, method: 'DELETE' }, 'method_refused'],
    ['a socket elsewhere', { ...socket, path: '/other' }, 'path_refused'],
    ['a socket without origin or token', { ...socket, origin: undefined }, 'origin_refused'],
  ])('refuses %s', (_what, facts, refusal) => expect(refusalOf(facts, port)).toBe(refusal));
});
