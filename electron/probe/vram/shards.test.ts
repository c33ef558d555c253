import { describe, expect, it } from 'vitest';
import { memoryShareOf } from '../../checks/memory-share.ts';
import { GpuFault, type GpuSession } from '../gpu-session.ts';
import { takeShards } from './shards.ts';

const mib = 2 ** 20;
const gib = 2 ** 30;
const fact = (value: number) => ({ value, source: null, conflicts: [] });

/** A device with `freeBytes` of memory, in pieces of at most `largestBytes`, that binds at most `bindingBytes`. */
const device = (freeBytes: number, largestBytes = gib, bindingBytes = 4 * gib): GpuSession => {
  let free = freeBytes;
  const storage = async (bytes: number): Promise<GPUBuffer> => {
    if (bytes > free || bytes > largestBytes) throw new GpuFault('out_of_memory', 'no');
    free -= bytes;
    const destroy = (): void => {
      free += bytes;
    };
    return { destroy } as unknown as GPUBuffer;
  };
  const limits = { maxBufferSize: 4 * gib, maxStorageBufferBindingSize: bindingBytes };
  return { storage, limits } as unknown as GpuSession;
};

const take = async (session: GpuSession, bytes: number, most = gib) => {
  const { shards, coveredBytes, refusedBytes } = await takeShards(session, bytes, most);
  return { sizes: shards.map((shard) => shard.bytes / mib), shards, coveredBytes, refused: refusedBytes };
};

describe('taking shards', () => {
  it('takes the largest first and fills what is left with smaller ones', async () => {
    const { sizes, shards } = await take(device(8 * gib), 2 * gib + 704 * mib);
    expect(sizes).toEqual([1024, 1024, 512, 128, 64]);
    expect(shards.map(({ firstByte }) => firstByte / mib)).toEqual([0, 1024, 2048, 2560, 2688]);
  });

  it.each([7 * mib, 7.9 * mib, 100e6, 1.9 * gib, 8e9, 22.3e9, 79.6e9, 141e9])(
    'covers 95 percent of %d bytes and not one more than asked for',
    async (bytes) => {
      const { coveredBytes } = await take(device(200e9), bytes);
      expect(coveredBytes).toBeGreaterThanOrEqual(0.95 * bytes);
      expect(coveredBytes).toBeLessThanOrEqual(bytes);
    },
  );

  it('covers 95 percent of what is free, at every size of it, when asked for the share of a check', async () => {
    let lowest = 1;
    // steps by a factor that no power of two is made of, and the sizes around each power of two
    const sizes = [...Array(1100).keys()].map((step) => 66 * mib * 1.0073 ** step).filter((size) => size < 300e9);
    for (let power = 27; power < 38; power += 1) sizes.push(2 ** power / 0.98 - 1, 2 ** power, 2 ** (power + 0.0001));
    for (const size of sizes.map(Math.floor)) {
      const { coverBytes } = memoryShareOf({ kind: 'discrete', vramBytes: fact(size + gib) }, 0, gib, 'memory');
      const { coveredBytes, refused } = await take(device(size), coverBytes);
      lowest = Math.min(lowest, coveredBytes / size);
      expect(refused).toEqual([]);
    }
    expect(lowest).toBeGreaterThanOrEqual(0.95);
  });

  it('begins each shard at a multiple of its size, so that an address is made of both by bits', async () => {
    const { shards } = await take(device(200e9), 141e9);
    expect(shards.length).toBeLessThan(140);
    for (const { firstByte, bytes } of shards) expect(firstByte % bytes).toBe(0);
  });

  it('covers more than one shader stage can bind, in shards below the limit', async () => {
    const { sizes, coveredBytes } = await take(device(8 * gib, gib, 128 * mib), 2 * gib);
    expect(sizes).toEqual(Array(32).fill(64));
    expect(coveredBytes).toBe(2 * gib);
  });

  it('halves the shard that the device has no room for, and says so', async () => {
    const { sizes, refused } = await take(device(8 * gib, 256 * mib), 2 * gib);
    expect(sizes).toEqual(Array(8).fill(256));
    expect(refused).toEqual([gib, 512 * mib]);
  });

  it('covers what there is when less is free than was asked for, and leaves the kernels a little', async () => {
    const { sizes, refused, coveredBytes } = await take(device(5 * gib + 200 * mib), 8 * gib);
    expect(sizes).toEqual([1024, 1024, 1024, 1024, 1024, 128]);
    expect(refused).toEqual([gib, 512 * mib, 256 * mib, 128 * mib, 64 * mib]);
    expect(coveredBytes).toBe(5 * gib + 128 * mib);
  });

  it('fails when there is nothing', async () => {
    await expect(take(device(0), gib)).rejects.toMatchObject({ kind: 'out_of_memory' });
  });

  it('fails with what the device said when that is not about room', async () => {
    const storage = async (): Promise<GPUBuffer> => {
      throw new GpuFault('lost', 'gone');
    };
    await expect(take({ ...device(gib), storage }, gib)).rejects.toMatchObject({ kind: 'lost' });
  });
});
