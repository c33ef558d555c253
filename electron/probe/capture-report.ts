/** Lets the selection layer write its report while the driver lists its devices, and reads it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportVariable } from './vulkan-layer.ts';
import { parseReport, type VulkanDevice } from './vulkan-report.ts';

/**
 * @param enumerate makes the driver list its devices; no other may do so meanwhile
 * @returns its result, and the devices: none where there is no layer
 */
export const captureReport = async <T>(
  enumerate: () => Promise<T>,
): Promise<{ result: T; devices: VulkanDevice[] }> => {
  const dir = await mkdtemp(join(tmpdir(), 'perigee-vulkan-')).catch(() => null);
  // a full or locked disk costs the report, not the listing
  if (dir === null) return { result: await enumerate(), devices: [] };
  const path = join(dir, 'report');
  process.env[reportVariable] = path;
  try {
    const result = await enumerate();
    const text = await readFile(path, 'utf8').catch(() => '');
    return { result, devices: parseReport(text) };
  } finally {
    delete process.env[reportVariable];
    await rm(dir, { recursive: true, force: true });
  }
};
