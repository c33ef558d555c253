import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskNotOffered, hasRoom, isOwnName, withTestFile } from './test-file.ts';

const gib = 2 ** 30;
const left = 'perigee-disk-check-4711-0a1b2c3d.tmp';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perigee-test-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('room for the test file', () => {
  it.each([
    [100, 20, 10, true],
    [100, 20, 11, false],
    [100, 5, 0, false],
  ])('of %i GiB with %i free, %i may be taken: %s', (total, free, bytes, may) =>
    expect(hasRoom({ totalBytes: total * gib, freeBytes: free * gib }, bytes * gib)).toBe(may),
  );
});

describe('the test file', () => {
  it.runIf(process.platform !== 'win32')('has no name while it is used', async () => {
    const seen = await withTestFile(folder, 2 ** 20, async ({ fd }) => {
      writeSync(fd, Buffer.alloc(0));
      return readdirSync(folder);
    });
    expect(seen).toEqual([]);
  });

  it('is gone after the work and after its failure, and has a name that a later run knows', async () => {
    const names: string[] = [];
    const fail = async (): Promise<never> => {
      names.push(...readdirSync(folder));
      throw new Error('broke off');
    };
    // as on Windows, where it keeps its name
    await expect(withTestFile(folder, 2 ** 20, fail, 'win32')).rejects.toThrow('broke off');
    expect(names.map(isOwnName)).toEqual([true]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes what a killed run left with it, and nothing else', async () => {
    const others = ['perigee-disk-check.tmp', `${left}.txt`, 'state.db', 'perigee-disk-check-1-0A1B2C3D.tmp'];
    for (const name of [left, ...others]) writeFileSync(join(folder, name), '');
    symlinkSync(join(folder, 'state.db'), join(folder, 'perigee-disk-check-1-00000000.tmp'));
    await withTestFile(folder, 2 ** 20, async () => undefined);
    expect(readdirSync(folder).sort()).toEqual([...others, 'perigee-disk-check-1-00000000.tmp'].sort());
  });

  it('is not made where it would fill the disk', async () => {
    const work = async (): Promise<never> => Promise.reject(new Error('must not run'));
    await expect(withTestFile(folder, 2 ** 52, work)).rejects.toThrow(DiskNotOffered);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not go round the cache where that cannot be asked for', async () => {
    expect(await withTestFile(folder, 2 ** 20, async ({ isDirect }) => isDirect, 'darwin')).toBe(false);
  });
});
