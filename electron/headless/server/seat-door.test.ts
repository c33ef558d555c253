import { os } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../shared/log.ts';
import { systemClock } from '../../core/system-clock.ts';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { createSeatDoor } from './seat-door.ts';
import { createSignerDoor } from './signer-door.ts';

let server: LoopbackServer;
const seats: string[] = [];
let token: string | null = null;
beforeEach(async () => {
  seats.length = 0;
  token = 's'.repeat(43);
  server = await startLoopbackServer({
    port: 0,
    router: { ping: os.handler(() => 'pong') },
    assetsDir: import.meta.dirname,
    seat: createSeatDoor(
      () => token,
      async (state) => seats.push(state),
    ),
    signer: createSignerDoor(
      () => 'refused',
      (key) => key,
    ),
    clock: systemClock,
    log: silentLog,
  });
});
afterEach(() => server.close());

describe('the door for a café’s software', () => {
  const tell = async (token: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.url}/seat`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return response.status;
  };

  it('hears the two words, with its own token only', async () => {
    expect(await tell('s'.repeat(43), { state: 'taken' })).toBe(200);
    expect(await tell('s'.repeat(43), { state: 'free' })).toBe(200);
    expect(await tell('t'.repeat(43), { state: 'taken' })).toBe(401);
    expect(await tell(server.access.token, { state: 'taken' })).toBe(401);
    expect(seats).toEqual(['taken', 'free']);
  });

  it.each([{ state: 'broken' }, { state: 'taken', and: 'more' }, 'taken', null, []])('refuses %j', async (body) => {
    expect(await tell('s'.repeat(43), body)).toBe(400);
    expect(seats).toEqual([]);
  });

  it('hears no page, whatever token it brings', async () => {
    expect(await tell('s'.repeat(43), { state: 'taken' }, { Origin: server.url })).toBe(403);
    expect(await tell('s'.repeat(43), { state: 'taken' }, { Origin: 'http://evil.example' })).toBe(403);
  });

  it('opens nothing else with that token', async () => {
    const launch = await fetch(`${server.url}/launch`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${'s'.repeat(43)}`, 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(launch.status).toBe(401);
  });

  it('lets nobody in before a token was asked for, not even with an empty one', async () => {
    token = null;
    expect(await tell('s'.repeat(43), { state: 'taken' })).toBe(401);
    expect(await tell('', { state: 'taken' })).not.toBe(200);
    token = 'n'.repeat(43);
    expect(await tell('n'.repeat(43), { state: 'taken' })).toBe(200);
  });
});
