/**
 * The memory that a check covers: buffers of powers of two, the largest first, so that the small ones at the end fit
 * what is left. That a shard could be had does not say where it lies: see residency.ts.
 */
import { storageIfRoom } from '../gpu-memory.ts';
import { GpuFault, type GpuSession, largestBufferBytes } from '../gpu-session.ts';

const mib = 2 ** 20;
const mostTailBytes = 64 * mib;
/** One workgroup of the residency kernel. */
const leastTailBytes = 2 ** 16;
const mostSpareBytes = 16 * mib;

export interface Shard {
  buffer: GPUBuffer;
  /** A power of two. */
  bytes: number;
  /** Address of its first byte over all shards; a multiple of `bytes`. */
  firstByte: number;
}

export interface TakenShards {
  /** At least one, none larger than the one before. */
  shards: Shard[];
  coveredBytes: number;
  /** Sizes that the device had no room for, largest first; after each the half of it was tried. */
  refusedBytes: number[];
}

/** The smallest shard that is worth having: what is left out is less than it, a 64th of `bytes` or 64 KiB. */
const tailBytesFor = (bytes: number): number =>
  Math.min(mostTailBytes, Math.max(leastTailBytes, 2 ** Math.floor(Math.log2(bytes / 64))));

/**
 * Covers at least 63 of 64 parts of `bytes`, of 4 MiB and more, when the device has them. A little is kept aside meanwhile and given back,
 * because a device without a byte left cannot run the kernels.
 *
 * @param mostShardBytes a power of two that no shard exceeds
 * @throws GpuFault `out_of_memory` when not even the smallest shard can be had
 */
export const takeShards = async (session: GpuSession, bytes: number, mostShardBytes: number): Promise<TakenShards> => {
  const tailBytes = tailBytesFor(bytes);
  const spare = await storageIfRoom(session, Math.min(tailBytes, mostSpareBytes));
  const shards: Shard[] = [];
  const refusedBytes: number[] = [];
  let coveredBytes = 0;
  let shardBytes = Math.min(largestBufferBytes(session.limits), mostShardBytes);
  while (shardBytes >= tailBytes) {
    if (coveredBytes + shardBytes > bytes) {
      shardBytes /= 2;
      continue;
    }
    const buffer = await storageIfRoom(session, shardBytes);
    if (buffer) {
      shards.push({ buffer, bytes: shardBytes, firstByte: coveredBytes });
      coveredBytes += shardBytes;
    } else {
      refusedBytes.push(shardBytes);
      shardBytes /= 2;
    }
  }
  spare?.destroy();
  if (shards.length === 0) throw new GpuFault('out_of_memory', `not even a shard of ${tailBytes} bytes`);
  return { shards, coveredBytes, refusedBytes };
};
