import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { os } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../shared/log.ts';
import { systemClock } from '../../core/system-clock.ts';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { createSeatDoor, seatTokenOf } from './seat-door.ts';

let server: LoopbackServer;
const seats: string[] = [];
beforeEach(async () => {
  seats.length = 0;
  server = await startLoopbackServer({
    port: 0,
    router: { ping: os.handler(() => 'pong') },
    assetsDir: import.meta.dirname,
    seat: createSeatDoor('s'.repeat(43), async (state) => seats.push(state)),
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
});

describe('the token of a seat', () => {
  it('is made once, for its owner only, and made anew when it is no token', () => {
    const dir = mkdtempSync(join(tmpdir(), 'perigee-seat-'));
    try {
      const token = seatTokenOf(dir);
      expect(seatTokenOf(dir)).toBe(token);
      expect(readFileSync(join(dir, 'seat-token'), 'utf8')).toBe(`${token}\n`);
      if (process.platform !== 'win32') expect(statSync(join(dir, 'seat-token')).mode & 0o777).toBe(0o600);
      writeFileSync(join(dir, 'seat-token'), 'open sesame');
      expect(seatTokenOf(dir)).not.toBe('open sesame');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
