import { describe, expect, it } from 'vitest';
import { takeMemory } from './gpu-memory.ts';
import { GpuFault, type GpuSession, largestBufferBytes } from './gpu-session.ts';

const mib = 2 ** 20;
const gib = 2 ** 30;

/** A device with `freeBytes` of memory and buffers of at most `largestBytes`. */
const device = (freeBytes: number, largestBytes: number): GpuSession => {
  let free = freeBytes;
  const storage = async (bytes: number): Promise<GPUBuffer> => {
    if (bytes > free || bytes > largestBytes) throw new GpuFault('out_of_memory', 'no');
    free -= bytes;
    return {} as GPUBuffer;
  };
  return { storage, limits: { maxBufferSize: 4 * gib, maxStorageBufferBindingSize: 4 * gib } } as unknown as GpuSession;
};

const take = async (session: GpuSession, bytes: number, most = gib): Promise<[number, number]> => {
  const { buffers, bufferBytes } = await takeMemory(session, bytes, most);
  return [buffers.length, bufferBytes];
};

describe('taking memory', () => {
  it.each([
    [3 * gib, gib, 3, gib],
    [3 * gib, 512 * mib, 6, 512 * mib],
    [3 * mib, gib, 3, mib],
    [18.4 * gib, gib, 18, gib],
    [1.9 * gib, gib, 15, 128 * mib],
  ])('of %i bytes takes buffers of a size that leaves little out', async (bytes, most, count, bufferBytes) => {
    expect(await take(device(64 * gib, gib), bytes, most)).toEqual([count, bufferBytes]);
  });

  it('halves the buffer that cannot be had', async () =>
    expect(await take(device(64 * gib, 256 * mib), 2 * gib)).toEqual([8, 256 * mib]));
  it('is content with what there is', async () => expect(await take(device(5 * gib, gib), 8 * gib)).toEqual([5, gib]));
  it('fails when there is nothing', async () => {
    await expect(take(device(0, gib), gib)).rejects.toMatchObject({ kind: 'out_of_memory' });
  });
});

describe('the largest buffer', () => {
  it.each([
    [gib, 512 * mib],
    [2 * gib - 4, gib],
    [128 * mib, 64 * mib],
    [4 * gib - 1, gib],
    [gib + 256, gib],
  ])('for a limit of %i is %i', (limit, bytes) => {
    expect(largestBufferBytes({ maxBufferSize: 8 * gib, maxStorageBufferBindingSize: limit })).toBe(bytes);
  });
});
