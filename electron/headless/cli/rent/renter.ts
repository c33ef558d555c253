/** Whoever speaks to a network from the command line, a renter or a validator: a key in a file, and signed calls with it. Nothing of this PC's own Perigee is touched by them. */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PerigeeError } from '../../../../shared/contract/codes.ts';
import { type ApiClient, createApiClient } from '../../../link/api-client.ts';
import { createKeyFile, readKeyFile, type Signer, signerOf } from '../../../link/key-file.ts';
import { findRunning } from '../face.ts';
import { UsageError } from '../options.ts';
import type { VerbContext } from '../verb.ts';

export interface Renter {
  readonly api: ApiClient;
  readonly signer: Signer;
  readonly keyPath: string;
}

const keyPathOf = ({ options }: VerbContext): string => {
  if (options.keyPath === null || options.keyPath === '') throw new UsageError('usage.missing', { name: 'key' });
  return resolve(options.keyPath);
};

/** @returns null where there is no file */
const readKey = (path: string): Signer | null => {
  const found = readKeyFile(path);
  if (found.kind === 'corrupt') throw new UsageError('usage.key', { path });
  return found.kind === 'absent' ? null : signerOf(found.key);
};

/** The one that was named, else the one that the running Perigee is on. */
const networkUrl = async ({ options, signal }: VerbContext): Promise<string> => {
  if (options.networkUrl !== null) return options.networkUrl;
  const face = await findRunning(options.dataDir);
  try {
    for await (const { status } of face?.watch(signal) ?? []) {
      if (status.network === null) break;
      return status.network.address;
    }
  } finally {
    face?.close();
  }
  throw new UsageError('usage.missing', { name: 'network' });
};

const renterWith = (url: string, context: VerbContext, signer: Signer, keyPath: string): Renter => ({
  api: createApiClient({ baseUrl: url, identity: signer, clock: context.clock, cancel: context.signal }),
  signer,
  keyPath,
});

/** @throws UsageError where no key or no network was named, or there is no such key */
export const openRenter = async (context: VerbContext): Promise<Renter> => {
  const path = keyPathOf(context);
  const signer = readKey(path);
  if (signer === null) throw new UsageError('usage.key', { path });
  return renterWith(await networkUrl(context), context, signer, path);
};

/** As `openRenter`, and makes the key where there is none. @throws DATA_FOLDER_DENIED */
export const makeRenter = async (context: VerbContext): Promise<Renter & { readonly isNew: boolean }> => {
  const path = keyPathOf(context);
  const url = await networkUrl(context);
  const known = readKey(path);
  if (known !== null) return { ...renterWith(url, context, known, path), isNew: false };
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return { ...renterWith(url, context, signerOf(createKeyFile(path)), path), isNew: true };
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new PerigeeError('DATA_FOLDER_DENIED', { path: dirname(path) }, { cause });
  }
};
