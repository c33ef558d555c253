/**
 * Brings a network's hourly releases into a folder: those that are not there whole, the oldest first, each file whole or not
 * at all. It believes nothing of what it brings and verifies nothing; that is `verify-folder`'s part.
 */
import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { blockIdSchema, mostReleaseLines } from '../../../shared/contract/network/releases.ts';
import { parseReleaseFileName, releaseFileName, releaseParts } from '../../../shared/domain/releases/files.ts';
import type { ReleasePart } from '../../../shared/domain/releases/finding.ts';
import { leafLineBytes } from '../../../shared/domain/releases/leaves.ts';
import {
  mostManifestBytes,
  mostRows,
  mostSignaturesBytes,
  readManifest,
} from '../../../shared/domain/releases/manifest.ts';
import { mostRowBytes } from '../../../shared/domain/releases/row.ts';
import { readJson } from '../../../shared/json/read-json.ts';
import type { Clock } from '../../../shared/units/time.ts';

export interface FetchedReleases {
  /** Releases that were brought now, and that were there whole before. */
  readonly fetched: number;
  readonly known: number;
}

interface Asked {
  /** Origin of the network. */
  readonly url: string;
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Told of each release as soon as all its files are there. */
  readonly onBlock: (blockId: string) => void;
}

const answerWithinMs = 60_000;
/** How often a network that is asked too much is asked again, and after how long. */
const tries = 30;
const waitMs = 1_000;
const mostListBytes = 2 ** 20;

const listSchema = z.object({
  releases: z.array(z.object({ blockId: blockIdSchema })),
  next: blockIdSchema.nullable(),
});

const refused = (detail: string): PerigeeError =>
  new PerigeeError('NETWORK_REFUSED', { code: 'RELEASE_UNREADABLE', detail });

/** @param most  bytes; a longer answer is not read to its end */
const readBody = async (response: Response, most: number): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > most) throw refused(`more than ${most} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};

/**
 * @param path  under /v1, with its query
 * @throws NETWORK_UNREACHABLE, NETWORK_REFUSED, or the signal's reason
 */
const ask = async ({ url, signal, clock }: Asked, path: string, most: number): Promise<Uint8Array> => {
  for (let tried = 1; ; tried += 1) {
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
      const response = await fetch(`${url}/v1${path}`, { signal: within, redirect: 'error' });
      if (response.status === 200) return await readBody(response, most);
      await response.body?.cancel();
      if (response.status !== 429 || tried === tries) throw refused(`HTTP ${response.status}`);
    } catch (cause) {
      if (cause instanceof PerigeeError || signal.aborted) throw cause;
      throw new PerigeeError('NETWORK_UNREACHABLE', { address: url }, { cause });
    }
    await clock.sleep(waitMs, signal);
  }
};

/** @throws DATA_FOLDER_DENIED for what the system refuses about the folder */
const inFolder = async <Result>(dir: string, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new PerigeeError('DATA_FOLDER_DENIED', { path: dir }, { cause });
  }
};

/** A file that is written piece by piece, and has its name only when it is whole. */
const writeWhole = async (dir: string, name: string, pieces: AsyncIterable<Uint8Array>): Promise<void> => {
  const unfinished = join(dir, `${name}.part`);
  const file = await inFolder(dir, () => open(unfinished, 'w'));
  try {
    for await (const piece of pieces) await inFolder(dir, () => file.writeFile(piece));
  } finally {
    await file.close();
  }
  await inFolder(dir, () => rename(unfinished, join(dir, name)));
};

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* linesOf(
  asked: Asked,
  file: { readonly blockId: string; readonly part: 'rows' | 'leaves'; readonly rows: number },
): AsyncGenerator<Uint8Array> {
  const { blockId, part, rows } = file;
  const most = mostReleaseLines * (part === 'rows' ? mostRowBytes + 1 : leafLineBytes);
  for (let after = 0; after < rows; after += mostReleaseLines)
    yield await ask(asked, `/releases/${blockId}/${part}?after=${after}&limit=${mostReleaseLines}`, most);
}

/** The manifest says how many lines there are, so it is read first; it is written last but one, as it vouches for the rest. */
const fetchRelease = async (asked: Asked, blockId: string): Promise<void> => {
  const path = (part: ReleasePart): string => `/releases/${blockId}/${part}`;
  const name = (part: ReleasePart): string => releaseFileName(blockId, part);
  const manifest = await ask(asked, path('manifest'), mostManifestBytes);
  const rows = readManifest(Buffer.from(manifest).toString('latin1')).value?.rows ?? null;
  if (rows === null || rows > mostRows) throw refused(name('manifest'));
  for (const part of ['rows', 'leaves'] as const)
    await writeWhole(asked.dir, name(part), linesOf(asked, { blockId, part, rows }));
  await writeWhole(asked.dir, name('manifest'), whole(manifest));
  await writeWhole(asked.dir, name('signatures'), whole(await ask(asked, path('signatures'), mostSignaturesBytes)));
};

/** Blocks of which all files are there. */
const completeIn = async (dir: string): Promise<ReadonlySet<string>> => {
  const found = (await readdir(dir)).map(parseReleaseFileName).filter((file) => file !== null);
  const byBlock = Map.groupBy(found, ({ blockId }) => blockId);
  return new Set([...byBlock].filter(([, parts]) => parts.length === releaseParts.length).map(([blockId]) => blockId));
};

async function* listBlocks(asked: Asked): AsyncGenerator<string> {
  for (let after: string | null = null; ; ) {
    const page = await ask(
      asked,
      `/releases?order=asc&limit=500${after === null ? '' : `&after=${after}`}`,
      mostListBytes,
    );
    const read = listSchema.safeParse(readJson(Buffer.from(page).toString('utf8'), 4)?.value);
    if (!read.success) throw refused('the list of releases');
    for (const { blockId } of read.data.releases) yield blockId;
    const { next } = read.data;
    if (next === null || (after !== null && next <= after)) return;
    after = next;
  }
}

/** @throws NETWORK_UNREACHABLE, NETWORK_REFUSED, DATA_FOLDER_DENIED, or the signal's reason when it is aborted */
export const fetchReleases = async (asked: Asked): Promise<FetchedReleases> => {
  const { dir } = asked;
  await inFolder(dir, () => mkdir(dir, { recursive: true }));
  const complete = await inFolder(dir, () => completeIn(dir));
  let fetched = 0;
  let known = 0;
  for await (const blockId of listBlocks(asked)) {
    asked.signal.throwIfAborted();
    if (complete.has(blockId)) {
      known += 1;
      continue;
    }
    await fetchRelease(asked, blockId);
    fetched += 1;
    asked.onBlock(blockId);
  }
  return { fetched, known };
};
