/**
 * Sets Electron's fuses in a packaged app, called by electron-builder after packing and before signing. A hook and not
 * the `electronFuses` block of electron-builder.yml: electron-builder 26.17 knows eight of the nine fuses and is not strict.
 */
import path from 'node:path';
import { type FuseConfig, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';

/** Strict: an Electron that brings a tenth fuse fails the build until somebody has decided on it. */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // The signed binary must not serve as a Node for whoever sets a variable.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // We ship no snapshot of our own.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} satisfies FuseConfig;

/** macOS keeps the fuses in a framework below the bundle, which `flipFuses` finds by itself. */
const binaryPathOf = ({ appOutDir, electronPlatformName, packager }: AfterPackContext): string => {
  switch (electronPlatformName) {
    case 'darwin':
    case 'mas':
      return path.join(appOutDir, `${packager.appInfo.productFilename}.app`);
    case 'win32':
      return path.join(appOutDir, `${packager.appInfo.productFilename}.exe`);
    default:
      return path.join(appOutDir, packager.config.linux?.executableName ?? packager.appInfo.productFilename);
  }
};

export const afterPack = async (context: AfterPackContext): Promise<void> => {
  await flipFuses(binaryPathOf(context), fuses);
};
