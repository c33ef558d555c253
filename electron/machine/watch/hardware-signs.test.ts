import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReadSigns, silentAddresses } from './hardware-signs.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'perigee-sys-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const put = (file: string, words: string | Uint8Array): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), words);
};

const plug = (address: string, pciClass: string, config: readonly number[] = [0xde, 0x10, 0x84, 0x26]): void => {
  put(`sys/bus/pci/devices/${address}/class`, `${pciClass}\n`);
  put(`sys/bus/pci/devices/${address}/config`, Uint8Array.from(config));
};

const linux = () => createReadSigns({ platform: 'linux', env: {}, root });

describe.skipIf(process.platform === 'win32')('the signs of hardware on Linux', () => {
  it('are the graphics cards on the bus and the versions of their drivers', async () => {
    plug('0000:01:00.0', '0x030000');
    plug('0000:41:00.0', '0x030200');
    plug('0000:02:00.0', '0x010802');
    mkdirSync(path.join(root, 'sys/bus/pci/drivers/nvidia'), { recursive: true });
    symlinkSync('../../drivers/nvidia', path.join(root, 'sys/bus/pci/devices/0000:01:00.0/driver'));
    put('sys/module/nvidia/version', '590.48.01\n');
    const signs = await linux()();
    expect(signs.cards).toEqual({
      '0000:01:00.0': { driver: 'nvidia', isSilent: false },
      '0000:41:00.0': { driver: null, isSilent: false },
    });
    expect(signs.drivers).toContain('590.48.01');
  });

  it('show a card that came and one that went', async () => {
    const read = linux();
    plug('0000:01:00.0', '0x030000');
    await read();
    rmSync(path.join(root, 'sys/bus/pci/devices/0000:01:00.0'), { recursive: true });
    plug('0000:05:00.0', '0x030000');
    expect(Object.keys((await read()).cards ?? {})).toEqual(['0000:05:00.0']);
  });

  it('show a card that fell off the bus and is still listed', async () => {
    plug('0000:01:00.0', '0x030000', [0xff, 0xff, 0xff, 0xff]);
    expect(silentAddresses(await linux()())).toEqual(['0000:01:00.0']);
  });

  it('let a sleeping card sleep', async () => {
    plug('0000:01:00.0', '0x030000', [0xff, 0xff, 0xff, 0xff]);
    put('sys/bus/pci/devices/0000:01:00.0/power/runtime_status', 'suspended\n');
    expect(silentAddresses(await linux()())).toEqual([]);
  });

  it('are unknown where there is no bus to see', async () => {
    expect(await linux()()).toEqual({ cards: null, drivers: '\n\n\n\n' });
    expect(silentAddresses({ cards: null, drivers: '' })).toEqual([]);
  });
});

describe('the signs of hardware elsewhere', () => {
  it('are the driver store of Windows, and nothing on macOS', async () => {
    put('System32/DriverStore/FileRepository/x', '');
    const windows = createReadSigns({ platform: 'win32', env: { SystemRoot: root }, root: '/' });
    expect(await windows()).toMatchObject({ cards: null });
    expect(await createReadSigns({ platform: 'darwin', env: {}, root: '/' })()).toEqual({ cards: null, drivers: '' });
  });
});
