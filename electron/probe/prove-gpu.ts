/**
 * The proof on a GPU. What it returns equals the processor's prover (shared/domain/proof/prove-cpu.ts) bit for bit.
 */
import type { ProofSpec } from '../../shared/contract/network/proofs.ts';
import { provenBytes } from '../../shared/domain/proof/difficulty.ts';
import { type FillStage, prepareFill } from './fill-stage.ts';
import { takeMemory } from './gpu-memory.ts';
import { GpuFault, type GpuSession } from './gpu-session.ts';
import { prepareWalk, type WalkStage } from './walk-stage.ts';

export interface GpuProver {
  fill: FillStage;
  walk: WalkStage;
}

/**
 * Takes the memory of the spec (a shard is one buffer or, where that cannot be had, two or four) and compiles both
 * stages, so that the walk's short deadline is not spent in a compiler.
 *
 * @throws GpuFault `out_of_memory` when the whole of it cannot be had
 */
export const createGpuProver = async (session: GpuSession, spec: ProofSpec): Promise<GpuProver> => {
  const memory = await takeMemory(session, provenBytes(spec), spec.shardBytes);
  const heldBytes = memory.buffers.length * memory.bufferBytes;
  if (heldBytes < provenBytes(spec))
    throw new GpuFault('out_of_memory', `${heldBytes} of ${provenBytes(spec)} bytes`, heldBytes);
  if (spec.shardBytes > 4 * memory.bufferBytes) {
    throw new GpuFault('out_of_memory', `shards of ${spec.shardBytes} bytes in buffers of ${memory.bufferBytes}`);
  }
  return { fill: await prepareFill(session, spec, memory), walk: await prepareWalk(session, spec, memory) };
};
