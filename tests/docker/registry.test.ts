/** What a registry says of an image before it is pulled: the real one on loopback, and answers that no honest one gives. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../electron/docker/registry/registry.ts';
import { describeWithEngine } from './real-engine.ts';

describeWithEngine('the registry on loopback', ({ images }) => {
  const registry = createRegistry();

  it('says the size of an image in its layers, and its own configuration', async () => {
    const plan = await registry.plan(images.layers, 'amd64');
    expect(plan.layers).toBeGreaterThan(1);
    expect(plan.packedBytes).toBeGreaterThan(1000);
    expect(plan.config).toMatchObject({ osType: 'linux', volumes: [] });
    expect((await registry.plan(images.volume, 'amd64')).config.volumes).not.toEqual([]);
  });

  it('does not have what nobody pushed', async () => {
    const missing = images.demo.replace(/[0-9a-f]{64}$/, 'b'.repeat(64));
    await expect(registry.plan(missing, 'amd64')).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' });
  });

  it('stops when it is told to', async () => {
    await expect(registry.plan(images.demo, 'amd64', AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const config = JSON.stringify({ os: 'linux', config: { Env: ['PATH=/bin'], WorkingDir: '/srv' } });
const layer = (byte: string, size: number) => ({ digest: `sha256:${byte.repeat(64)}`, size });
const manifest = JSON.stringify({
  schemaVersion: 2,
  config: { digest: digestOf(config), size: config.length },
  layers: [layer('1', 1000), layer('2', 500), layer('1', 1000)],
});
const index = JSON.stringify({
  schemaVersion: 2,
  manifests: [
    { ...layer('3', 10), platform: { os: 'windows', architecture: 'amd64' } },
    { digest: digestOf(manifest), size: manifest.length, platform: { os: 'linux', architecture: 'amd64' } },
  ],
});

/** Answers by digest, as a registry would; `asked` has what it was asked for. */
const serving = (
  parts: readonly string[],
  change: (url: string, init?: RequestInit) => Response | null = () => null,
) => {
  const byDigest = new Map(parts.map((text) => [digestOf(text), text]));
  const asked: string[] = [];
  const get = (async (input: URL | string, init?: RequestInit) => {
    const url = String(input);
    asked.push(url);
    const text = byDigest.get(url.split('/').at(-1) ?? '');
    return change(url, init) ?? (text === undefined ? new Response('', { status: 404 }) : new Response(text));
  }) as typeof fetch;
  return { get, asked };
};
const imageOf = (text: string, registry = 'registry.example'): string => `${registry}/a/b@${digestOf(text)}`;

describe('a registry', () => {
  it('may keep an image in a list for several systems; a layer that stands twice comes once', async () => {
    const { get } = serving([index, manifest, config]);
    expect(await createRegistry(get).plan(imageOf(index), 'amd64')).toEqual({
      packedBytes: 1500 + config.length,
      layers: 3,
      config: { osType: 'linux', volumes: [], env: ['PATH=/bin'], workdir: '/srv' },
    });
    await expect(createRegistry(get).plan(imageOf(index), 'arm64')).rejects.toMatchObject({
      problem: { code: 'IMAGE_REFUSED', data: { reason: 'not_linux' } },
    });
  });

  it('is Docker’s own under the name that it answers to, over TLS', async () => {
    const { get, asked } = serving([manifest, config]);
    await createRegistry(get).plan(imageOf(manifest, 'docker.io'), 'amd64');
    expect(asked[0]).toBe(`https://registry-1.docker.io/v2/a/b/manifests/${digestOf(manifest)}`);
  });

  it('that asks for a token is given the one for anybody, from where it says', async () => {
    const { get, asked } = serving([manifest, config], (url, init) => {
      if (url.startsWith('https://auth.example/')) return Response.json({ token: 'for-anybody' });
      if (new Headers(init?.headers).get('authorization') === 'Bearer for-anybody') return null;
      const challenge = 'Bearer realm="https://auth.example/token",service="registry",scope="repository:a/b:pull"';
      return new Response('', { status: 401, headers: { 'www-authenticate': challenge } });
    });
    expect((await createRegistry(get).plan(imageOf(manifest), 'amd64')).layers).toBe(3);
    expect(asked[1]).toBe('https://auth.example/token?service=registry&scope=repository%3Aa%2Fb%3Apull');
  });

  it.each([
    ['without TLS', 'Bearer realm="http://10.0.0.9/token"'],
    ['by password', 'Basic realm="registry"'],
  ])('that wants a token %s is not given one', async (_how, challenge) => {
    const { get, asked } = serving(
      [],
      () => new Response('', { status: 401, headers: { 'www-authenticate': challenge } }),
    );
    await expect(createRegistry(get).plan(imageOf(manifest), 'amd64')).rejects.toMatchObject({
      code: 'IMAGE_PULL_FAILED',
    });
    expect(asked).toHaveLength(1);
  });

  const other = JSON.stringify({ ...JSON.parse(manifest), layers: [] });
  const both = JSON.stringify({ ...JSON.parse(manifest), ...JSON.parse(index) });
  const abroad = JSON.stringify({
    ...JSON.parse(manifest),
    layers: [{ ...layer('1', 1), urls: ['http://10.0.0.9/layer'] }],
  });
  const negative = JSON.stringify({ ...JSON.parse(manifest), layers: [layer('1', -1)] });
  const many = JSON.stringify({ ...JSON.parse(manifest), layers: Array.from({ length: 200 }, () => layer('1', 1)) });
  it.each([
    ['another manifest than the one asked for', manifest, other],
    ['what is an image and a list at once', both, both],
    ['layers that lie elsewhere', abroad, abroad],
    ['a layer of less than nothing', negative, negative],
    ['more layers than an engine can stack', many, many],
    ['no JSON', '{', '{'],
    ['a page', '<html>', '<html>'],
    ['more than any manifest', 'x'.repeat(5 * 2 ** 20), 'x'.repeat(5 * 2 ** 20)],
  ])('that gives %s is not trusted', async (_what, asked, given) => {
    const { get } = serving([config], (url) => (url.includes('/manifests/') ? new Response(given) : null));
    await expect(createRegistry(get).plan(imageOf(asked), 'amd64')).rejects.toMatchObject({
      problem: { code: 'IMAGE_REFUSED', data: { reason: 'bad_manifest' } },
    });
  });

  it('that cannot be reached is a failure with its cause', async () => {
    const get = (async () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND registry.example') });
    }) as typeof fetch;
    await expect(createRegistry(get).plan(imageOf(manifest), 'amd64')).rejects.toMatchObject({
      problem: { code: 'IMAGE_PULL_FAILED', data: { detail: 'getaddrinfo ENOTFOUND registry.example' } },
    });
  });
});
