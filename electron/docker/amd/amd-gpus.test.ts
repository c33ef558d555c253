import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { amdGpusOf, type DeviceNode, grantOf, type RenderEntry } from './device-nodes.ts';
import { readAmdGpus } from './read-amd-gpus.ts';
import { isOnThisSystem } from './same-kernel.ts';

const kfd: DeviceNode = { path: '/dev/kfd', groupId: 992, isForAll: false };
const entry = (number: number, uniqueId: string | null, change: Partial<RenderEntry> = {}): RenderEntry => ({
  name: `renderD${number}`,
  uevent: `DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:73BF\nPCI_SLOT_NAME=0000:0${number - 125}:00.0\n`,
  uniqueId,
  node: { path: `/dev/dri/renderD${number}`, groupId: 992, isForAll: false },
  ...change,
});

describe('the nodes of AMD’s GPUs', () => {
  it('are the compute driver and each card’s own', () => {
    const gpus = amdGpusOf([entry(128, '00c4f9b0a5d2e31a\n'), entry(129, '5b6e5a4a3c2d1e0f\n')], kfd);
    expect(gpus.map(({ uuid, pciAddress }) => [uuid, pciAddress])).toEqual([
      ['0xc4f9b0a5d2e31a', '0000:03:00.0'],
      ['0x5b6e5a4a3c2d1e0f', '0000:04:00.0'],
    ]);
    expect(grantOf(gpus, ['0x5b6e5a4a3c2d1e0f'])).toEqual({
      paths: ['/dev/kfd', '/dev/dri/renderD129'],
      groupIds: [992],
    });
    expect(grantOf(gpus, ['0x5b6e5a4a3c2d1e0f', '0xc4f9b0a5d2e31a'])?.paths).toEqual([
      ...['/dev/kfd', '/dev/dri/renderD129', '/dev/dri/renderD128'],
    ]);
    expect(grantOf(gpus, ['0x5b6e5a4a3c2d1e0f', '0x1'])).toBeNull();
  });

  it('need no group where everybody may use them', () => {
    const open = { path: '/dev/dri/renderD128', groupId: 44, isForAll: true };
    const gpus = amdGpusOf([entry(128, '11', { node: open })], { ...kfd, isForAll: true });
    expect(grantOf(gpus, ['0x11'])?.groupIds).toEqual([]);
  });

  it.each<[string, RenderEntry[], DeviceNode | null]>([
    ['no compute driver', [entry(128, '11')], null],
    ['a compute driver that is root’s alone', [entry(128, '11')], { ...kfd, groupId: 0 }],
    ['a card that is root’s alone', [entry(128, '11', { node: { ...entry(128, '').node, groupId: 0 } })], kfd],
    [
      'a card without a number',
      [entry(128, null), entry(129, '0000000000000000'), entry(130, 'ffffffffffffffff')],
      kfd,
    ],
    ['one number for two', [entry(128, '11'), entry(129, '0011')], kfd],
    ['another maker’s card', [entry(128, '11', { uevent: 'DRIVER=i915\nPCI_SLOT_NAME=0000:00:02.0\n' })], kfd],
    ['a card that is in no slot', [entry(128, '11', { uevent: 'DRIVER=amdgpu\n' })], kfd],
    ['another entry’s node', [entry(128, '11', { node: entry(129, '').node })], kfd],
  ])('are none with %s', (_what, entries, driver) => expect(amdGpusOf(entries, driver)).toEqual([]));
});

describe('the kernel’s own tree', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'perigee-drm-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const write = (path: string, text = ''): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** As the kernel lays it out: the class holds links into the tree of devices. */
  const card = (slot: string, number: number, files: Record<string, string>): void => {
    const device = `sys/devices/pci0000:00/${slot}`;
    for (const [name, text] of Object.entries(files)) write(`${device}/${name}`, text);
    const drm = join(root, device, 'drm', `renderD${number}`);
    mkdirSync(drm, { recursive: true });
    symlinkSync(`../../../${slot}`, join(drm, 'device'));
    mkdirSync(join(root, 'sys/class/drm'), { recursive: true });
    symlinkSync(
      `../../devices/pci0000:00/${slot}/drm/renderD${number}`,
      join(root, 'sys/class/drm', `renderD${number}`),
    );
    write(`dev/dri/renderD${number}`);
    chmodSync(join(root, 'dev/dri', `renderD${number}`), 0o666);
  };

  it('names the card behind each node', async () => {
    const uevent = (driver: string, slot: string): string => `DRIVER=${driver}\nPCI_SLOT_NAME=${slot}\n`;
    card('0000:00:02.0', 128, { uevent: uevent('i915', '0000:00:02.0') });
    card('0000:03:00.0', 129, { uevent: uevent('amdgpu', '0000:03:00.0'), unique_id: '5b6e5a4a3c2d1e0f\n' });
    card('0000:0a:00.0', 130, { uevent: uevent('amdgpu', '0000:0a:00.0') });
    write('sys/class/drm/version', 'drm 1.1.0');
    write('dev/kfd');
    chmodSync(join(root, 'dev/kfd'), 0o666);
    expect(await readAmdGpus(root)).toEqual([
      {
        uuid: '0x5b6e5a4a3c2d1e0f',
        pciAddress: '0000:03:00.0',
        nodes: [
          { path: '/dev/kfd', groupId: process.getgid?.() ?? 0, isForAll: true },
          { path: '/dev/dri/renderD129', groupId: process.getgid?.() ?? 0, isForAll: true },
        ],
      },
    ]);
  });

  it('without graphics says nothing, and with none of AMD’s that there is none', async () => {
    expect(await readAmdGpus(root)).toBeNull();
    mkdirSync(join(root, 'sys/class/drm'), { recursive: true });
    expect(await readAmdGpus(root)).toEqual([]);
  });
});

describe('an engine', () => {
  const here = { platform: 'linux', kernelRelease: '6.12.48-amd64', hostName: 'rig' } as const;
  const info = {
    ...{ KernelVersion: '6.12.48-amd64', Name: 'rig', OperatingSystem: 'Debian GNU/Linux 13 (trixie)' },
    SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=cgroupns'],
  };

  it('that runs on this system has this system’s nodes', () => expect(isOnThisSystem(info, here)).toBe(true));

  it.each<[string, unknown, Parameters<typeof isOnThisSystem>[1]]>([
    ['Docker Desktop’s', { ...info, Name: 'docker-desktop', KernelVersion: '6.10.14-linuxkit' }, here],
    ['one that says Docker Desktop', { ...info, OperatingSystem: 'Docker Desktop' }, here],
    ['another kernel', { ...info, KernelVersion: '6.12.49-amd64' }, here],
    ['another host', { ...info, Name: 'colima' }, here],
    ['one on macOS', info, { ...here, platform: 'darwin' }],
    [
      'WSL’s',
      { ...info, KernelVersion: '6.6-microsoft-standard-WSL2' },
      { ...here, kernelRelease: '6.6-microsoft-standard-WSL2' },
    ],
    ['a rootless one', { ...info, SecurityOptions: ['name=seccomp', 'name=rootless'] }, here],
    ['one that maps users', { ...info, SecurityOptions: ['name=userns'] }, here],
    ['one that does not say', { ...info, SecurityOptions: null }, here],
    ['one that says nothing', null, here],
  ])('that is %s has not', (_what, said, system) => expect(isOnThisSystem(said, system)).toBe(false));
});
