/**
 * Where a machine without any Vulkan driver of its own finds a software one: the SwiftShader that Chromium brings. So a
 * Debian without a GPU, but with Chromium, has a software adapter (accepted by Localnet only). Pure.
 */

export interface IcdFacts {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** Names in a folder; empty when there is no such folder. */
  list: (dir: string) => readonly string[];
  exists: (path: string) => boolean;
}

/** Where the Vulkan loader looks for drivers on Linux, besides the user's own folders. */
const driverDirs = [
  '/etc/vulkan/icd.d',
  '/usr/share/vulkan/icd.d',
  '/usr/local/etc/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
];

const chromiumIcds = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib64/chromium-browser/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];

/**
 * The value for VK_ICD_FILENAMES, or null where it must stay as it is: on other systems, where the user has named a
 * driver, and where any driver is installed (even one that Dawn refuses: then there is simply no adapter).
 */
export const softwareIcd = ({ platform, env, list, exists }: IcdFacts): string | null => {
  if (platform !== 'linux') return null;
  const isNamed = ['VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES'].some((name) => env[name]);
  const dataDir = env.XDG_DATA_HOME ?? (env.HOME ? `${env.HOME}/.local/share` : null);
  const dirs = dataDir ? [...driverDirs, `${dataDir}/vulkan/icd.d`] : driverDirs;
  if (isNamed || dirs.some((dir) => list(dir).some((name) => name.endsWith('.json')))) return null;
  return chromiumIcds.find(exists) ?? null;
};
