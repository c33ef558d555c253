import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { recorded } from '../../tests/fakes/electron.ts';

vi.mock('electron', () => import('../../tests/fakes/electron.ts'));

const posted: { message: unknown; origin: unknown; transfer: unknown[] }[] = [];
// Not a literal: the script is page code, which the host's type check leaves out.
const preloadPath = path.join(import.meta.dirname, 'preload.ts');

beforeAll(async () => {
  vi.stubGlobal('location', { origin: 'app://perigee' });
  vi.stubGlobal('window', {
    postMessage: (message: unknown, origin: unknown, transfer: unknown[]) => posted.push({ message, origin, transfer }),
  });
  await import(preloadPath);
});
afterAll(() => vi.unstubAllGlobals());

describe('the preload script', () => {
  it('gives the page one object with one function', () => {
    expect([...recorded.exposed.keys()]).toEqual(['perigee']);
    expect(Object.keys(recorded.exposed.get('perigee') ?? {})).toEqual(['connect']);
    expect(recorded.posted).toEqual([]);
  });

  it('sends one end to the main process and the other to our own origin alone', async () => {
    const connect = recorded.exposed.get('perigee')?.connect;
    if (typeof connect !== 'function') throw new Error('nothing to connect with');
    connect();
    expect(recorded.posted).toMatchObject([{ channel: 'perigee:connect', message: null }]);
    expect(posted).toMatchObject([{ message: 'perigee:port', origin: 'app://perigee' }]);

    const ports = [...recorded.posted, ...posted].flatMap(({ transfer }) => transfer) as MessagePort[];
    const [core, page] = ports;
    if (ports.length !== 2 || !core || !page) throw new Error('each side gets one end');
    const heard = new Promise((resolve) => page.once('message', resolve));
    core.postMessage('hello');
    expect(await heard).toBe('hello');
    core.close();
  });

  it('fits on a screen', async () => {
    expect((await readFile(preloadPath, 'utf8')).split('\n').length).toBeLessThan(40);
  });
});
