import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityHeaders } from '../../shared/domain/web/security-headers.ts';
import { answerAssetRequest, registerAppScheme, serveAppPages } from './app-protocol.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'perigee-pages-'));
  await mkdir(path.join(folder, 'renderer', 'assets'), { recursive: true });
  await mkdir(path.join(folder, 'renderer', 'folder.js'));
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await writeFile(path.join(folder, 'renderer', 'index.html'), '<!doctype html><title>Perigee</title>');
  await writeFile(path.join(folder, 'renderer', 'assets', 'a.js'), 'export {}');
});
afterAll(() => rm(folder, { recursive: true }));

const ask = (address: string, method = 'GET') =>
  answerAssetRequest({ url: address, method }, path.join(folder, 'renderer'));

describe('the app scheme', () => {
  it('serves the page with its type and every security header', async () => {
    const response = await ask('app://perigee/');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>Perigee</title>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const [name, value] of Object.entries(securityHeaders('desktop')))
      expect(response.headers.get(name)).toBe(value);
  });

  it('serves a script as a script, since nosniff would refuse anything else', async () => {
    expect((await ask('app://perigee/assets/a.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it('answers HEAD without a body', async () => {
    const response = await ask('app://perigee/', 'HEAD');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it.each([
    ['app://perigee/..%2fsecret.txt', 'GET', 403],
    ['app://evil/index.html', 'GET', 403],
    ['app://perigee/nothing.js', 'GET', 404],
    ['app://perigee/folder.js', 'GET', 404],
    ['app://perigee/', 'POST', 405],
  ])('answers %s (%s) with %i, still under the security headers', async (address, method, status) => {
    const response = await ask(address, method);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is standard and secure, and has no privilege that gets around the policy', () => {
    const registered: Electron.CustomScheme[] = [];
    registerAppScheme({ registerSchemesAsPrivileged: (schemes) => registered.push(...schemes) });
    expect(registered.map(({ scheme }) => scheme)).toEqual(['app']);
    expect(registered[0]?.privileges).toMatchObject({ standard: true, secure: true });
    expect(registered[0]?.privileges).not.toHaveProperty('bypassCSP');
    expect(registered[0]?.privileges).not.toHaveProperty('allowServiceWorkers');
  });

  it('answers requests for its own scheme alone', async () => {
    const handlers = new Map<string, Parameters<Electron.Protocol['handle']>[1]>();
    serveAppPages({ handle: (scheme, handler) => handlers.set(scheme, handler) }, path.join(folder, 'renderer'));
    expect([...handlers.keys()]).toEqual(['app']);
    const request = { url: 'app://perigee/', method: 'GET' } as Request;
    expect((await handlers.get('app')?.(request))?.status).toBe(200);
  });
});
