/** Taking much of a GPU's memory for the proof: buffers of one power of two, as large as they can be had. */
import { GpuFault, type GpuSession, largestBufferBytes } from './gpu-session.ts';

const smallestBufferBytes = 2 ** 20;

export interface GpuMemory {
  /** All of `bufferBytes`. */
  buffers: GPUBuffer[];
  bufferBytes: number;
}

/** @returns null when the device has no room for it. @throws GpuFault for every other reason */
export const storageIfRoom = async (session: GpuSession, bytes: number): Promise<GPUBuffer | null> => {
  try {
    return await session.storage(bytes);
  } catch (error) {
    if (error instanceof GpuFault && error.kind === 'out_of_memory') return null;
    throw error;
  }
};

/**
 * Buffers for up to `bytes`, of a size that leaves out at most a sixteenth. When the first cannot be had the size is
 * halved; when a later one cannot, those had so far are the memory.
 *
 * @param mostBufferBytes a power of two that no buffer exceeds
 * @throws GpuFault `out_of_memory` when not even 1 MiB can be had
 */
export const takeMemory = async (session: GpuSession, bytes: number, mostBufferBytes: number): Promise<GpuMemory> => {
  const fitting = 2 ** Math.floor(Math.log2(Math.max(bytes, smallestBufferBytes)));
  let bufferBytes = Math.min(largestBufferBytes(session.limits), mostBufferBytes, fitting);
  while (bufferBytes > smallestBufferBytes && (bytes % bufferBytes) * 16 > bytes) bufferBytes /= 2;
  const buffers: GPUBuffer[] = [];
  while ((buffers.length + 1) * bufferBytes <= bytes) {
    const buffer = await storageIfRoom(session, bufferBytes);
    if (buffer) buffers.push(buffer);
    else if (buffers.length > 0) break;
    else if (bufferBytes === smallestBufferBytes) throw new GpuFault('out_of_memory', 'not even 1 MiB');
    else bufferBytes /= 2;
  }
  return { buffers, bufferBytes };
};
