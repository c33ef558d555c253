/**
 * The environment of the probe's child: what a graphics driver needs and nothing else, so that no token or key of the
 * app reaches a process that runs driver code.
 */
import { existsSync, readdirSync } from 'node:fs';
import { softwareIcd } from './software-icd.ts';

const names = new Set([
  ...['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'TMP', 'TEMP', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY'],
  ...['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'DRI_PRIME', 'ELECTRON_RUN_AS_NODE'],
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'PROGRAMFILES', 'PROGRAMDATA', 'LOCALAPPDATA', 'APPDATA', 'USERPROFILE'],
]);
const prefixes = ['VK_', 'XDG_', 'MESA_', 'RADV_', 'NVIDIA_', 'CUDA_', '__GLX_', '__EGL_', '__NV_'];

/** Only the variables that drivers and loaders read. Windows writes their names in any case. Pure. */
export const driverEnv = (env: Readonly<Record<string, string | undefined>>): Record<string, string> => {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => {
    const name = entry[0].toUpperCase();
    return entry[1] !== undefined && (names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)));
  });
  return Object.fromEntries(kept);
};

const list = (dir: string): string[] => {
  try {
    return readdirSync(dir);
  } catch {
    // no such folder, or not ours to read: the loader finds no driver there either
    return [];
  }
};

/**
 * The environment for the child on this machine, with a software driver where there is no other (software-icd.ts).
 *
 * @param env the parent's own
 */
export const probeEnv = (env: Readonly<Record<string, string | undefined>>): Record<string, string> => {
  const icd = softwareIcd({ platform: process.platform, env, list, exists: existsSync });
  return { ...driverEnv(env), ...(icd === null ? {} : { VK_ICD_FILENAMES: icd }) };
};
