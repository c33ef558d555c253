/**
 * An empty database that play networks begin from as a copy: making one takes seconds, copying it does not. It is kept
 * from run to run for as long as the store's own files stay as they are.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../network/store/open-store.ts';
import { silentLog } from '../../shared/log.ts';
import { createManualClock } from '../fakes/manual-clock.ts';

const root = join(import.meta.dirname, '../..');
const storeDir = join(root, 'network/store');

/** Of everything that has a say in what an empty database is. */
const keyOf = (): string => {
  const hash = createHash('sha256');
  const files = readdirSync(storeDir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  for (const name of files.toSorted()) hash.update(name).update(readFileSync(join(storeDir, name)));
  return hash
    .update(readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json')))
    .digest('hex')
    .slice(0, 24);
};

const make = async (dir: string): Promise<void> => {
  const making = `${dir}.${randomUUID()}`;
  mkdirSync(making, { recursive: true });
  const store = await openStore({ dataDir: making, clock: createManualClock(0), log: silentLog });
  await store.close();
  try {
    renameSync(making, dir);
  } catch (error) {
    // Another process was first.
    if (!existsSync(dir)) throw error;
    rmSync(making, { recursive: true, force: true });
  }
};

let made: Promise<string> | null = null;

/** @returns a folder to be copied, never used */
export const emptyFolder = (): Promise<string> => {
  made ??= (async () => {
    const dir = join(root, '.cache/empty-network', keyOf());
    if (!existsSync(dir)) await make(dir);
    return dir;
  })();
  return made;
};
