/**
 * Gets the tests what they need on this machine and says what it could not get: `node scripts/provision/main.ts`.
 * Runs again without harm; whatever answers already is used as it is.
 */
import { join } from 'node:path';
import { answers, startDockerd } from './dockerd.ts';
import { cacheDir, type ProvisionFacts, readProvisionFacts, type TestImageName, writeProvisionFacts } from './facts.ts';
import { haveLavapipe } from './lavapipe.ts';
import { isNats, startNats } from './nats.ts';
import { remember } from './own-process.ts';
import { isPostgres, startPostgres } from './postgres.ts';
import { findChromium, findProgram, installPrograms } from './programs.ts';
import { isRegistry, pushImage, startRegistry } from './registry.ts';
import { buildTestImages } from './test-images.ts';

const defaultSocket = process.platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock';
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const haveEngine = async (before: ProvisionFacts | null): Promise<string> => {
  const named = process.env.DOCKER_HOST?.replace(/^(unix|npipe):\/\//, '');
  const candidates = [named, before?.engineSocket, defaultSocket].filter((path) => typeof path === 'string');
  for (const socketPath of candidates) if (await answers(socketPath)) return socketPath;
  const started = await startDockerd({
    socketPath: defaultSocket,
    dataDir: join(cacheDir, 'dockerd'),
    runDir: '/run/perigee-provision',
    logPath: join(cacheDir, 'dockerd.log'),
  });
  remember(started.process);
  return started.socketPath;
};

const haveRegistry = async (before: ProvisionFacts | null): Promise<string> => {
  if (before?.registry && (await isRegistry(before.registry))) return before.registry;
  const started = await startRegistry(join(cacheDir, 'registry'));
  remember(started.process);
  return started.address;
};

const havePostgres = async (before: ProvisionFacts | null): Promise<string> => {
  if (before?.postgres && (await isPostgres(before.postgres))) return before.postgres;
  const started = await startPostgres(join(cacheDir, 'postgres'), join(cacheDir, 'postgres.log'));
  remember(started.process);
  return started.url;
};

const haveNats = async (before: ProvisionFacts | null): Promise<string> => {
  if (before?.nats && (await isNats(before.nats))) return before.nats;
  const started = await startNats(join(cacheDir, 'nats'), join(cacheDir, 'nats.log'));
  remember(started.process);
  return started.url;
};

const haveImages = async (registry: string): Promise<ProvisionFacts['images']> => {
  const busyboxPath = findProgram('busybox');
  if (busyboxPath === null || process.platform !== 'linux') throw new Error('no busybox for Linux here');
  const built = await buildTestImages(busyboxPath);
  const images: ProvisionFacts['images'] = {};
  for (const name of Object.keys(built) as TestImageName[])
    images[name] = await pushImage(registry, `perigee/${name}`, built[name]);
  return images;
};

const provision = async (): Promise<ProvisionFacts> => {
  const before = await readProvisionFacts();
  const skipped = await installPrograms();
  /** Goes on without a part that cannot be had, and says which. */
  const tryTo = async <T>(what: string, get: () => Promise<T>): Promise<T | null> => {
    try {
      return await get();
    } catch (error) {
      skipped.push({ what, why: messageOf(error) });
      return null;
    }
  };
  const engineSocket = await tryTo('a Docker engine', () => haveEngine(before));
  const registry = await tryTo('a registry on loopback', () => haveRegistry(before));
  const images = registry === null ? null : await tryTo('the test images', () => haveImages(registry));
  const postgres = await tryTo('PostgreSQL', () => havePostgres(before));
  const nats = await tryTo('NATS', () => haveNats(before));
  const lavapipe = await tryTo('lavapipe', () => haveLavapipe(join(cacheDir, 'lavapipe')));
  const chromium = findChromium();
  return { engineSocket, registry, images: images ?? {}, postgres, nats, chromium, lavapipe, skipped };
};

const facts = await provision();
const path = await writeProvisionFacts(facts);
const lines = [
  `engine    ${facts.engineSocket ?? 'none'}`,
  `registry  ${facts.registry ?? 'none'}`,
  `images    ${Object.keys(facts.images).join(', ') || 'none'}`,
  `postgres  ${facts.postgres ?? 'none'}`,
  `nats      ${facts.nats ?? 'none'}`,
  `chromium  ${facts.chromium ?? 'none'}`,
  `lavapipe  ${facts.lavapipe?.icd ?? 'none'}`,
  ...facts.skipped.map(({ what, why }) => `skipped   ${what}: ${why}`),
  `written to ${path}`,
];
process.stdout.write(`${lines.join('\n')}\n`);
