/**
 * Reading and writing round the system's page cache, as far as a system lets Node do that. It opens nothing and keeps
 * nothing.
 */
import { constants, read, write } from 'node:fs';
import { promisify } from 'node:util';

/** The part of WebAssembly that is used here; its types come with the DOM's alone. */
declare const WebAssembly: { Memory: new (limits: { initial: number }) => { buffer: ArrayBuffer } };

export const pageBytes = 4096;
const wasmPageBytes = 65_536;

/**
 * What `open` takes for it; null where Node can ask for no such thing, as on macOS.
 *
 * On Windows libuv reads this bit as FILE_FLAG_NO_BUFFERING, and Node has no name for it (`UV_FS_O_DIRECT` in libuv's
 * uv/win.h; from its documentation, not tried on a Windows machine yet).
 */
export const directFlag = (platform: NodeJS.Platform): number | null => {
  if (platform === 'win32') return 0x02000000;
  return platform === 'linux' ? constants.O_DIRECT : null;
};

/** File systems that take the flag and answer from memory all the same, by the type that `statfs` tells (Linux). */
const cachingFileSystems: ReadonlySet<number> = new Set([
  // ZFS: until OpenZFS 2.3 it accepts the flag and reads from its own cache
  0x2fc12fc1,
]);
const memoryFileSystems: ReadonlySet<number> = new Set([
  // tmpfs, ramfs
  0x01021994, 0x858458f6,
]);

/** What a folder's file system makes of direct reads. @param type of `statfs` */
export const cachingOf = (type: number, platform: NodeJS.Platform): 'disk' | 'always_cached' | 'memory' => {
  if (platform !== 'linux') return 'disk';
  if (memoryFileSystems.has(type)) return 'memory';
  return cachingFileSystems.has(type) ? 'always_cached' : 'disk';
};

/** Memory that begins at a page, which direct reads and writes demand: WebAssembly's always does. */
export const alignedBytes = (bytes: number): Uint8Array<ArrayBuffer> => {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / wasmPageBytes) });
  return new Uint8Array(memory.buffer, 0, bytes);
};

const readFile = promisify(read);
const writeFile = promisify(write);

/** Fills `into` from `position`. @throws Error when there is less */
export const readAt = async (fd: number, into: Uint8Array, position: number): Promise<void> => {
  const { bytesRead } = await readFile(fd, into, 0, into.length, position);
  if (bytesRead !== into.length) throw new Error(`read ${bytesRead} of ${into.length} bytes`);
};

/** @throws Error when less was written, or the disk's own */
export const writeAt = async (fd: number, from: Uint8Array, position: number): Promise<void> => {
  const { bytesWritten } = await writeFile(fd, from, 0, from.length, position);
  if (bytesWritten !== from.length) throw new Error(`wrote ${bytesWritten} of ${from.length} bytes`);
};
