/** Reads AMD's GPUs and their device nodes from the kernel's own tree. Starts no program, and opens no device. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AmdGpu, amdGpusOf, type DeviceNode, type RenderEntry } from './device-nodes.ts';

/** @param root in place of `/`, for a tree in a test; paths in the answer are the system's */
const readNode = async (root: string, path: string): Promise<DeviceNode | null> => {
  const found = await stat(join(root, path)).catch(() => null);
  if (found === null || (root === '/' && !found.isCharacterDevice())) return null;
  return { path, groupId: found.gid, isForAll: (found.mode & 0o006) === 0o006 };
};

const readText = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

/** @returns null where the kernel shows no graphics at all, or does not let us look */
export const readAmdGpus = async (root = '/'): Promise<AmdGpu[] | null> => {
  const folder = join(root, 'sys/class/drm');
  const names = await readdir(folder).catch(() => null);
  if (names === null) return null;
  const entries = await Promise.all(
    names
      .filter((name) => /^renderD\d{1,3}$/.test(name))
      .map(async (name): Promise<RenderEntry[]> => {
        const node = await readNode(root, `/dev/dri/${name}`);
        const uevent = await readText(join(folder, name, 'device/uevent'));
        const uniqueId = await readText(join(folder, name, 'device/unique_id'));
        return node === null || uevent === null ? [] : [{ name, uevent, uniqueId, node }];
      }),
  );
  return amdGpusOf(entries.flat(), await readNode(root, '/dev/kfd'));
};
