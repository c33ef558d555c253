/** How much memory each check may take of a GPU, or of the system where the GPU has none of its own. Pure. */
import type { CheckMode } from '../../shared/contract/app/checks.ts';
import type { Gpu } from '../../shared/contract/app/machine.ts';

const mib = 2 ** 20;
const gib = 2 ** 30;
const smallest = 64 * mib;

export interface MemoryShare {
  /** Of the memory check. */
  coverBytes: number;
  /** Read, copied or read at random: more than any cache holds, where there is that much. */
  workBytes: number;
  /** Of one transfer between host and GPU. */
  transferBytes: number;
  /** Of the rehearsed proof. */
  proofBytes: number;
}

/**
 * What a check may take of a card's own memory: all that is free but for what the driver itself needs. Where nobody says
 * how much others hold, a quarter is left to them: a driver that is asked for too much moves data to the host.
 */
const ownShare = (vramBytes: number, usedBytes: number | null): number =>
  usedBytes === null ? 0.75 * vramBytes : 0.98 * (vramBytes - usedBytes);

/** @param usedBytes of the GPU's memory, by others; null when no tool says */
export const memoryShareOf = (
  gpu: Pick<Gpu, 'kind' | 'vramBytes'>,
  systemBytes: number,
  usedBytes: number | null,
  mode: CheckMode,
): MemoryShare => {
  if (gpu.kind === 'software') {
    const coverBytes = mode === 'quick' ? smallest : 512 * mib;
    return { coverBytes, workBytes: smallest, transferBytes: 16 * mib, proofBytes: 16 * mib };
  }
  const own = gpu.kind === 'discrete' || gpu.kind === 'virtual' ? gpu.vramBytes.value : null;
  const share = Math.max(smallest, Math.floor(own === null ? systemBytes / 8 : ownShare(own, usedBytes)));
  const isQuick = mode === 'quick';
  return {
    coverBytes: isQuick && own === null ? Math.min(2 * gib, share) : share,
    workBytes: Math.min(isQuick ? gib : 2 * gib, share),
    transferBytes: Math.min(512 * mib, share),
    proofBytes: isQuick ? Math.min(gib, share) : Math.floor(0.9 * share),
  };
};
