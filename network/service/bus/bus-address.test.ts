import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readBusAddress } from './bus-address.ts';

/** What is said of an address that is none. */
const problemOf = (text: string): unknown => {
  try {
    return readBusAddress(text);
  } catch (error) {
    return isPerigeeError(error) ? error.problem : error;
  }
};

describe('the address of a bus', () => {
  it('has a server, perhaps who asks, and the network’s name', () => {
    expect(readBusAddress('nats://10.0.0.1')).toEqual({
      servers: ['10.0.0.1:4222'],
      isTls: false,
      credentials: null,
      network: 'perigee',
      shown: 'nats://10.0.0.1:4222/perigee',
    });
    expect(readBusAddress('tls://service:p%40ss@[::1]:5222/play-1')).toMatchObject({
      servers: ['[::1]:5222'],
      isTls: true,
      credentials: { user: 'service', pass: 'p@ss' },
      network: 'play-1',
    });
    expect(readBusAddress('nats://token@host').credentials).toEqual({ token: 'token' });
  });

  it('may have more servers of the same cluster, and shows them all without the secret', () => {
    const { servers, shown } = readBusAddress('nats://service:sesame@a:1,nats://b, nats://c:80/other');
    expect(servers).toEqual(['a:1', 'b:4222', 'c:80']);
    expect(shown).toBe('nats://a:1,b:4222,c:80/perigee');
  });

  it.each([
    '',
    'sesame',
    'nats://',
    'http://sesame@host',
    'nats://sesame@host/Upper',
    'nats://sesame@host/a.b',
    'nats://sesame@host/*',
    'nats://a:sesame%ZZ@host',
    'nats://sesame@host:99999',
    'nats://sesame@a,tls://b',
    'nats://sesame@a,b',
    'nats://sesame@host?x=1',
  ])('is none of %j, and says so without repeating it', (text) => {
    const problem = problemOf(text);
    expect(problem).toMatchObject({ code: 'SETTINGS_INVALID', data: { key: 'bus' } });
    expect(JSON.stringify(problem)).not.toContain('sesame');
  });
});
