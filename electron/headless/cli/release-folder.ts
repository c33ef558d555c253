/**
 * A folder of releases as somebody handed it over: which are there, and their bytes. It follows no link, opens nothing
 * that is not a plain file, and never holds more of one than a piece, except for the small ones.
 */
import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseReleaseFileName, releaseFileName } from '../../../shared/domain/releases/files.ts';
import type { Found, ReleasePart } from '../../../shared/domain/releases/finding.ts';
import { leafLineBytes } from '../../../shared/domain/releases/leaves.ts';
import { mostManifestBytes, mostRows, mostSignaturesBytes } from '../../../shared/domain/releases/manifest.ts';
import { mostRowBytes } from '../../../shared/domain/releases/row.ts';

/** The largest that each file can be and still be one. */
const mostBytes: Readonly<Record<ReleasePart, number>> = {
  rows: mostRows * (mostRowBytes + 1),
  leaves: mostRows * leafLineBytes,
  manifest: mostManifestBytes,
  signatures: mostSignaturesBytes,
};

const pieceBytes = 262_144;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** @returns ids of all blocks of which there is any file, the oldest first; or why the folder cannot be read */
export const listBlocks = async (dir: string): Promise<{ blocks: readonly string[]; fault: Found | null }> => {
  try {
    const names = await readdir(dir);
    const found = new Set(names.flatMap((name) => parseReleaseFileName(name)?.blockId ?? []));
    if (found.size === 0) return { blocks: [], fault: { code: 'no_releases' } };
    return { blocks: [...found].toSorted(), fault: null };
  } catch (error) {
    return { blocks: [], fault: { code: 'folder_unreadable', found: codeOf(error) } };
  }
};

const examine = (part: ReleasePart, found: Stats): Found | null => {
  if (!found.isFile()) return { code: 'not_a_file', part };
  const most = mostBytes[part];
  return found.size > most ? { code: 'too_large', part, expected: String(most), found: String(found.size) } : null;
};

/** What a link led to, had it been followed, is nobody's release; a pipe would be waited for. Windows has neither flag. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The bytes of one file. A piece is good until the next one is asked for.
 *
 * @returns null when there is nothing to read, which `onFault` has been told; it is also told when reading breaks off
 */
export const openPart = async (
  place: { readonly dir: string; readonly blockId: string; readonly part: ReleasePart },
  signal: AbortSignal,
  onFault: (fault: Found) => void,
): Promise<AsyncGenerator<Uint8Array> | null> => {
  const { dir, blockId, part } = place;
  const path = join(dir, releaseFileName(blockId, part));
  const tell = (error: unknown): void => {
    const code = codeOf(error);
    onFault(code === 'ENOENT' ? { code: 'file_missing', part } : { code: 'file_unreadable', part, found: code });
  };
  try {
    const fault = examine(part, await lstat(path));
    if (fault !== null) {
      onFault(fault);
      return null;
    }
  } catch (error) {
    tell(error);
    return null;
  }
  return (async function* () {
    const file = await open(path, openFlags).catch(tell);
    if (!file) return;
    try {
      const now = await file.stat();
      const fault = examine(part, now);
      if (fault !== null) return onFault(fault);
      const buffer = new Uint8Array(Math.min(pieceBytes, Math.max(1, now.size)));
      for (let left = now.size; left > 0; ) {
        signal.throwIfAborted();
        const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, left));
        if (bytesRead === 0) return;
        left -= bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      tell(error);
    } finally {
      await file.close();
    }
  })();
};

/** All of a small file. @returns null when it cannot be read, which `onFault` has been told */
export const readPart = async (
  place: Parameters<typeof openPart>[0],
  signal: AbortSignal,
  onFault: (fault: Found) => void,
): Promise<Uint8Array | null> => {
  let isWhole = true;
  const pieces = await openPart(place, signal, (fault) => {
    isWhole = false;
    onFault(fault);
  });
  const parts: Uint8Array[] = [];
  for await (const piece of pieces ?? []) parts.push(piece.slice());
  return isWhole ? Buffer.concat(parts) : null;
};
