/**
 * What provisioning found and started, as the tests read it. A part that could not be had is null (or absent from
 * `images`) and named in `skipped` with the reason; it is never guessed.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Lavapipe } from './lavapipe.ts';

export interface ProvisionFacts {
  /** Unix socket or named pipe of an engine that answered; null when there is none. */
  engineSocket: string | null;
  /** `127.0.0.1:PORT` of the registry on loopback; null when it is not running. */
  registry: string | null;
  /** Test images by short name, each `127.0.0.1:PORT/perigee/<name>@sha256:…`. Empty without a registry. */
  images: Partial<Record<TestImageName, string>>;
  /** Address of a PostgreSQL server's database `postgres`, as its superuser; null when none is running. */
  postgres: string | null;
  /** Address of a NATS server with JetStream, which asks for no password; null when none is running. */
  nats: string | null;
  /** Path of a Chromium or Chrome; null when none was found. */
  chromium: string | null;
  /** A second software Vulkan driver, for the child's environment; null when it could not be had. */
  lavapipe: Lavapipe | null;
  skipped: { what: string; why: string }[];
}

/**
 * - `demo`: busybox with its applets, and `/bin/job`
 * - `lasting`: the same, and its job goes on for a quarter of a minute, long enough to be looked at
 * - `layers`: the same as `demo`, with three more layers of bytes that do not compress
 * - `volume`, `preload`, `proc`: images that admission must refuse
 */
export type TestImageName = 'demo' | 'lasting' | 'layers' | 'volume' | 'preload' | 'proc';

export const cacheDir = resolve(import.meta.dirname, '../../.cache');
const factsPath = join(cacheDir, 'provision.json');

/** @returns null when provisioning never ran here */
export const readProvisionFacts = async (): Promise<ProvisionFacts | null> => {
  try {
    return JSON.parse(await readFile(factsPath, 'utf8')) as ProvisionFacts;
  } catch {
    return null;
  }
};

/** Replaces the file in one step, so that a test run in parallel never reads half of it. @returns its path */
export const writeProvisionFacts = async (facts: ProvisionFacts): Promise<string> => {
  await mkdir(dirname(factsPath), { recursive: true });
  const partPath = `${factsPath}.${process.pid}`;
  await writeFile(partPath, `${JSON.stringify(facts, null, 2)}\n`);
  await rename(partPath, factsPath);
  return factsPath;
};
