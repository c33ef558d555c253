/** Reads `--key`: keys that releases must be signed by, given as they are or in a file. */
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { publicKeySchema } from '../../../shared/domain/releases/manifest.ts';
import type { KnownKeys } from '../../../shared/domain/releases/signatures.ts';
import { UsageError } from './options.ts';

const mostFileBytes = 65_536;

/** A network's keys of all its times, and its validators'. */
const keyFileSchema = z.strictObject({
  network: z.array(publicKeySchema).max(256),
  validators: z.array(publicKeySchema).max(256).default([]),
});

const asNetworkKey = (text: string): KnownKeys | null =>
  publicKeySchema.safeParse(text).success ? { network: [text], validators: [] } : null;

const readKeyFile = async (path: string): Promise<KnownKeys> => {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > mostFileBytes) throw new Error('no file of keys');
    const text = (await readFile(path, 'utf8')).trim();
    return asNetworkKey(text) ?? keyFileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UsageError('usage.signedBy', { word: path }, { cause });
  }
};

/**
 * @param given  each a network's key in base64url, or a file: of one such key, or of `{"network": […], "validators": […]}`
 * @throws UsageError for anything else
 */
export const readReleaseKeys = async (given: readonly string[]): Promise<KnownKeys> => {
  const all = await Promise.all(given.map((word) => asNetworkKey(word) ?? readKeyFile(word)));
  return {
    network: all.flatMap(({ network }) => network),
    validators: all.flatMap(({ validators }) => validators),
  };
};
