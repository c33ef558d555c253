/**
 * Writes releases into a folder as anybody may copy and verify it. A file appears whole or not at all, and only signatures
 * are ever written again. A folder with releases of another network, or of another past of this one, is left alone.
 */
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { parseReleaseFileName, releaseFileName, releaseParts } from '../../../shared/domain/releases/files.ts';
import type { Network } from '../network.ts';
import { readLines, readSignaturesFile, releaseOf } from './reading.ts';

type Keeper = Pick<Network, 'db'>;

export interface ReleaseFolder {
  /** Writes what is not there yet. @throws Error when the folder is another network's or cannot be written */
  write(): Promise<void>;
}

const linesAtOnce = 5_000;
/** Signatures that come later than this many hours after their release are served, and not written. */
const signedWithinHours = 48;

/** @param pieces  of plain ASCII */
const writeWhole = async (dir: string, name: string, pieces: AsyncIterable<string>): Promise<void> => {
  const unfinished = join(dir, `${name}.part`);
  const file = await open(unfinished, 'w', 0o644);
  try {
    for await (const piece of pieces) await file.writeFile(piece, 'latin1');
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, join(dir, name));
};

/** Makes the names of new files last. Windows opens no folders, and needs none. */
const syncFolder = async (dir: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

async function* linesOf(keeper: Keeper, epoch: number, rows: number, file: 'rows' | 'leaves'): AsyncGenerator<string> {
  for (let after = 0; after < rows; after += linesAtOnce)
    yield await readLines(keeper, epoch, file, { after, limit: linesAtOnce });
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

/** Blocks of which all files are there, and of which there is any. */
const blocksIn = async (dir: string): Promise<{ readonly complete: ReadonlySet<string>; readonly any: string[] }> => {
  const found = (await readdir(dir)).map(parseReleaseFileName).filter((file) => file !== null);
  const byBlock = Map.groupBy(found, ({ blockId }) => blockId);
  const complete = [...byBlock].filter(([, parts]) => parts.length === releaseParts.length);
  return { complete: new Set(complete.map(([blockId]) => blockId)), any: [...byBlock.keys()] };
};

export const createReleaseFolder = (keeper: Keeper, dir: string): ReleaseFolder => {
  const { db } = keeper;
  /** Everything up to here is written; null: nobody has looked yet. */
  let written: { epoch: number; signature: number } | null = null;

  const writeSignatures = async (epoch: number, blockId: string): Promise<void> =>
    writeWhole(dir, releaseFileName(blockId, 'signatures'), whole(await readSignaturesFile(keeper, epoch)));

  const writeRelease = async (blockId: string): Promise<void> => {
    const release = await releaseOf(keeper, blockId);
    if (release === null) throw new Error(`no release ${blockId}`);
    const { epoch, rows, manifest } = release;
    await writeWhole(dir, releaseFileName(blockId, 'rows'), linesOf(keeper, epoch, rows, 'rows'));
    await writeWhole(dir, releaseFileName(blockId, 'leaves'), linesOf(keeper, epoch, rows, 'leaves'));
    await writeWhole(dir, releaseFileName(blockId, 'manifest'), whole(manifest));
    await writeSignatures(epoch, blockId);
  };

  const releasesAfter = (epoch: number) =>
    db.selectFrom('releases').select(['epoch', 'blockId']).where('epoch', '>', epoch).orderBy('epoch').execute();

  /** Of all releases, those of which the folder lacks a file. */
  const lacking = async <Known extends { blockId: string }>(known: readonly Known[]): Promise<readonly Known[]> => {
    await mkdir(dir, { recursive: true });
    const { complete, any } = await blocksIn(dir);
    const ids = new Set(known.map(({ blockId }) => blockId));
    const stranger = any.find((blockId) => !ids.has(blockId));
    if (stranger !== undefined) throw new Error(`the folder has a release that this network never made: ${stranger}`);
    return known.filter(({ blockId }) => !complete.has(blockId));
  };

  /** Signatures of validators that came since the last look, by release. */
  const signedSince = (epoch: number, signature: number) =>
    db
      .selectFrom('releaseSignatures')
      .innerJoin('releases', 'releases.epoch', 'releaseSignatures.epoch')
      .select(({ fn }) => ['releases.epoch', 'blockId', fn.max<number>('releaseSignatures.id').as('last')])
      .where('signedBy', '=', 'validator')
      .where('releaseSignatures.id', '>', signature)
      .where('releases.epoch', '>', epoch - signedWithinHours)
      .groupBy(['releases.epoch', 'blockId'])
      .execute();

  return {
    write: async () => {
      const known = await releasesAfter(written?.epoch ?? -1);
      const due = written === null ? await lacking(known) : known;
      for (const { blockId } of due) await writeRelease(blockId);
      const epoch = known.at(-1)?.epoch ?? written?.epoch ?? -1;
      const signed = await signedSince(epoch, written?.signature ?? 0);
      for (const each of signed) await writeSignatures(each.epoch, each.blockId);
      if (due.length + signed.length > 0) await syncFolder(dir);
      written = { epoch, signature: Math.max(written?.signature ?? 0, ...signed.map(({ last }) => last)) };
    },
  };
};
