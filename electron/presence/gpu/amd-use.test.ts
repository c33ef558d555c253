import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAmdUseSource } from './amd-use.ts';
import type { WatchedGpu } from './watched-gpus.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'perigee-pci-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const gpu = (id: string, pciAddress: string | null): WatchedGpu => ({ id, uuid: null, pciAddress });
/** Addresses as Windows allows them in file names, too. */
const put = (address: string, text: string): void => {
  mkdirSync(path.join(folder, address), { recursive: true });
  writeFileSync(path.join(folder, address, 'gpu_busy_percent'), text);
};

/** What it says at the first look, and again after each change. */
const looksAt = async (list: WatchedGpu[], isOurs: (id: string) => boolean, ...changes: (() => void)[]) => {
  const closing = new AbortController();
  const sleep = async (): Promise<void> => {
    const change = changes.shift();
    if (change) change();
    else closing.abort();
  };
  const seen: unknown[] = [];
  const source = createAmdUseSource({ now: () => 0, monotonic: () => 0, sleep }, { list: () => list, isOurs }, folder);
  await source.watch(({ gpuInUse }) => seen.push(gpuInUse), closing.signal);
  return seen;
};
const again = (): void => undefined;

describe('the use of AMD’s GPUs', () => {
  it('is read from the driver’s file of each, and takes two looks', async () => {
    put('1', '97\n');
    put('2', '24\n');
    const seen = await looksAt(
      [gpu('a', '1'), gpu('b', '2')],
      () => false,
      again,
      () => put('1', '3\n'),
    );
    expect(seen).toEqual([
      { a: false, b: false },
      { a: true, b: false },
      { a: false, b: false },
    ]);
  });

  it('is not known of a GPU with our own work on it, of another maker, or with no address', async () => {
    put('1', '97\n');
    mkdirSync(path.join(folder, '2'));
    const list = [gpu('ours', '1'), gpu('other', '2'), gpu('gone', '3'), gpu('bare', null)];
    expect(await looksAt(list, (id) => id === 'ours', again)).toEqual([{}, {}]);
  });

  it('is no source any more where no file says a number', async () => {
    put('1', '97\n');
    const looks = looksAt(
      [gpu('a', '1')],
      () => false,
      () => put('1', 'busy\n'),
    );
    await expect(looks).rejects.toThrow('no AMD GPU says how busy it is');
  });
});
