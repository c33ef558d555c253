/** A PC whose cards come and go: a made-up bus on disk, scripted tools, and the real machine and watch above them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createMachine } from '../../electron/machine/machine.ts';
import { createReadSigns, silentAddresses } from '../../electron/machine/watch/hardware-signs.ts';
import { createHardwareWatch } from '../../electron/machine/watch/hardware-watch.ts';
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { createCell } from '../../shared/live/cell.ts';
import { readCapture } from '../fixtures/gpu/capture.ts';

const capture = readCapture('nvidia/xml-tesla-t4-windows-wddm-drv512.xml');
const [head = '', card = '', foot = ''] = /^(.*?)(<gpu id.*<\/gpu>)(.*)$/s.exec(capture)?.slice(1) ?? [];

/** The capture's T4, once per slot. */
const reportOf = (slots: readonly string[], driver = '512.78'): string =>
  head.replace('512.78', driver) +
  slots
    .map((slot) =>
      card.replaceAll('00000000:01:00.0', `00000000:${slot}`).replace('GPU-f6e8', `GPU-${slot.slice(0, 2)}e8`),
    )
    .join('') +
  foot;

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'perigee-bus-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const folderOf = (slot: string): string => path.join(root, 'sys/bus/pci/devices', `0000:${slot}`);
const plug = (slot: string, config: readonly number[] = [0xde, 0x10]): void => {
  mkdirSync(folderOf(slot), { recursive: true });
  writeFileSync(path.join(folderOf(slot), 'class'), '0x030200\n');
  writeFileSync(path.join(folderOf(slot), 'config'), Uint8Array.from(config));
};

const lost =
  'Unable to determine the device handle for GPU0000:02:00.0: GPU is lost.  Reboot the system to recover this GPU\n';

const watchPc = async (report: { text: string }) => {
  const inventory = createCell<Inventory | null>(null);
  const readSigns = createReadSigns({ platform: 'linux', env: {}, root });
  const machine = createMachine({
    clock: systemClock,
    runTool: async ({ tool }) => (tool === 'nvidia-smi' ? { stdout: report.text, exitCode: 0 } : null),
    systemInformation: {
      readControllers: async () => [],
      readProcessor: async () => ({ name: null, virtualization: null }),
      readMemory: async () => ({ totalBytes: 1, freeBytes: 1 }),
    },
    listAdapters: async () => [],
    readEngine: async () => ({ version: null, name: null, socketPath: null, osType: null, problem: null }),
    readLostAddresses: async () => silentAddresses(await readSigns()),
    diskPath: root,
    platform: 'linux',
  });
  const read = async (signal: AbortSignal): Promise<Inventory> => {
    const found = await machine.readInventory(signal);
    inventory.set(found);
    return found;
  };
  await read(new AbortController().signal);
  const told = { onLost: vi.fn(), onBack: vi.fn(), onChange: vi.fn(), onError: vi.fn() };
  const watch = createHardwareWatch({
    ...told,
    clock: systemClock,
    readSigns,
    inventory: inventory.get,
    readInventory: read,
    intervalMs: 20,
  });
  watch.start();
  await systemClock.sleep(100);
  const slots = (): string[] => inventory.get()?.gpus.map(({ id, unusable }) => `${id} ${unusable}`) ?? [];
  return { ...told, watch, slots };
};

describe.skipIf(process.platform === 'win32')('a PC whose cards come and go', () => {
  it('loses a card that falls off the bus, and has it back', async () => {
    for (const slot of ['01:00.0', '02:00.0']) plug(slot);
    const report = { text: reportOf(['01:00.0', '02:00.0']) };
    const pc = await watchPc(report);
    expect(pc.onChange).not.toHaveBeenCalled();
    plug('02:00.0', [0xff, 0xff]);
    report.text = lost;
    await vi.waitFor(() => expect(pc.onLost).toHaveBeenCalledWith({ gpuId: '0000:02:00.0', name: 'Tesla T4' }));
    plug('02:00.0');
    report.text = reportOf(['01:00.0', '02:00.0']);
    await vi.waitFor(() => expect(pc.onBack).toHaveBeenCalledWith('0000:02:00.0', []));
    expect(pc.onLost).toHaveBeenCalledTimes(1);
    expect(pc.slots()).toEqual(['0000:01:00.0 no_adapter', '0000:02:00.0 no_adapter']);
    await pc.watch.stop();
  });

  it('shows a silent card as lost while its tool still lists it', async () => {
    for (const slot of ['01:00.0', '02:00.0']) plug(slot);
    const pc = await watchPc({ text: reportOf(['01:00.0', '02:00.0']) });
    plug('02:00.0', [0xff, 0xff]);
    await vi.waitFor(() => expect(pc.slots()).toEqual(['0000:01:00.0 no_adapter', '0000:02:00.0 lost']));
    expect(pc.onLost).toHaveBeenCalledTimes(1);
    await pc.watch.stop();
  });

  it('sees an eGPU and a driver update', async () => {
    plug('01:00.0');
    const report = { text: reportOf(['01:00.0']) };
    const pc = await watchPc(report);
    report.text = reportOf(['01:00.0', '44:00.0'], '595.84');
    plug('44:00.0');
    await vi.waitFor(() => expect(pc.onChange).toHaveBeenCalledTimes(1));
    const [change] = pc.onChange.mock.calls[0] ?? [];
    expect(change.come).toMatchObject([{ id: '0000:44:00.0' }]);
    expect(change.driverChanged).toMatchObject([{ before: '512.78', after: '595.84' }]);
    expect(pc.onLost).not.toHaveBeenCalled();
    await pc.watch.stop();
  });
});
