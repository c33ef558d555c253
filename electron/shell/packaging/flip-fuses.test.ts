import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { afterPack } from './flip-fuses.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'perigee-fuses-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A binary with nothing in it but the wire, every fuse set the wrong way round. */
const writeBinary = async (name: string, wire: string): Promise<string> => {
  const header = Buffer.from([1, wire.length]);
  const filePath = path.join(folder, name);
  await writeFile(
    filePath,
    Buffer.concat([Buffer.from('ELF…dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), header, Buffer.from(wire), Buffer.alloc(300)]),
  );
  return filePath;
};

const contextFor = (electronPlatformName: string): AfterPackContext =>
  ({
    appOutDir: folder,
    electronPlatformName,
    packager: { appInfo: { productFilename: 'Perigee' }, config: { linux: { executableName: 'perigee' } } },
  }) as AfterPackContext;

describe('the fuses of a packed app', () => {
  it.each([
    ['linux', 'perigee'],
    ['win32', 'Perigee.exe'],
  ])('are all nine set on %s', async (platform, name) => {
    const filePath = await writeBinary(name, '101100110');
    await afterPack(contextFor(platform));
    const wire = await getCurrentFuseWire(filePath);
    const isOn = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeCliInspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyLoadAppFromAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      browserV8Snapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      fileProtocolExtraPrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
      wasmTrapHandlers: isOn(FuseV1Options.WasmTrapHandlers),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeCliInspect: false,
      asarIntegrity: true,
      onlyLoadAppFromAsar: true,
      browserV8Snapshot: false,
      fileProtocolExtraPrivileges: false,
      wasmTrapHandlers: true,
    });
  });

  it('stop the build when Electron brings one that nobody decided on', async () => {
    await writeBinary('perigee', '1011001101');
    await expect(afterPack(contextFor('linux'))).rejects.toThrow(/strictlyRequireAllFuses/);
  });
});
