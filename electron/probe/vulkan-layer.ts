/**
 * The Vulkan layer that puts a child on one of several equal cards (select-layer/select.c): where a build has it, and the
 * variables by which a child switches it on. No build for Windows or macOS has one so far.
 */
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** The layer's manifest, `{name}`, and its library lie in one folder. */
export const selectLayer = {
  name: 'VK_LAYER_PERIGEE_select',
  manifest: 'VkLayer_perigee_select.json',
  library: 'libVkLayer_perigee_select.so',
} as const;

/** `index:1`, `pci:0000:01:00.0` or `uuid:` with 32 hex digits: the one device that the child sees. */
export const selectVariable = 'PERIGEE_VULKAN_SELECT';
/** Path of a file for the layer's report (vulkan-report.ts). */
export const reportVariable = 'PERIGEE_VULKAN_REPORT';

/**
 * @param entryPath of the child; in a packed app it lies in the archive, where the system's loader cannot look
 * @returns the layer's folder; null when this build has none
 */
export const findLayer = (entryPath: string, exists: (path: string) => boolean = existsSync): string | null => {
  const dir = join(dirname(entryPath).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked'), 'select-layer');
  return exists(join(dir, selectLayer.manifest)) ? dir : null;
};

const joined = (...parts: (string | undefined)[]): string => parts.filter((part) => part).join(delimiter);

/**
 * The child's environment with the layer on top of what the user has switched on. Pure.
 *
 * @param layerDir null: none. The selector is told all the same, and a child that sees several devices in spite of it
 *   opens none (dawn.ts)
 * @param selector null: all devices
 */
export const layerEnv = (
  env: Readonly<Record<string, string>>,
  layerDir: string | null,
  selector: string | null,
): Record<string, string> => ({
  ...env,
  ...(layerDir === null
    ? {}
    : {
        VK_LAYER_PATH: joined(layerDir, env.VK_LAYER_PATH),
        VK_INSTANCE_LAYERS: joined(selectLayer.name, env.VK_INSTANCE_LAYERS),
      }),
  ...(selector === null ? {} : { [selectVariable]: selector }),
});
