/** Stage A of the proof on a GPU: computes every item into the taken memory and collects the fill shares. */
import type { FillShare, ProofSpec } from '../../shared/contract/network/proofs.ts';
import { maxFillShares } from '../../shared/domain/proof/difficulty.ts';
import { itemBytes } from '../../shared/domain/proof/item.ts';
import { verifyFill } from '../../shared/domain/proof/verify.ts';
import { wordsOfHex } from '../../shared/domain/proof/words.ts';
import type { GpuMemory } from './gpu-memory.ts';
import { type GpuSession, mostInvocations } from './gpu-session.ts';
import { kernels } from './kernels.ts';
import { createPacer } from './pacer.ts';
import { WrongOutput } from './windows.ts';

const workgroupSize = 64;
/** Room to see that more were found than can be: the commitment itself carries half of it. */
const foundShares = 2 * maxFillShares;
const foundBytes = 16 + 16 * foundShares;

/** Does the fill. @returns the fill shares in (shard, item) order, at most 4096; a few were recomputed */
export type FillStage = (report: (progress: number) => void) => Promise<FillShare[]>;

/** Compiles and runs the kernel once over nothing, because drivers compile at the first dispatch. */
export const prepareFill = async (
  session: GpuSession,
  spec: ProofSpec,
  { buffers, bufferBytes }: GpuMemory,
): Promise<FillStage> => {
  const pipeline = await session.pipeline(kernels.fill(), 'fill');
  const found = await session.storage(foundBytes);
  const seed = wordsOfHex(spec.seed, 8);
  const parts = spec.shardBytes / bufferBytes;
  const itemsPerBuffer = bufferBytes / itemBytes;

  const runOver = (at: number, first: number, count: number): Promise<number> => {
    const place = [Math.floor(at / parts), (at % parts) * itemsPerBuffer, first, count];
    const params = new Uint32Array([...seed, ...place, spec.rounds, spec.fillTarget]);
    const storage = { 1: buffers[at] as GPUBuffer, 2: found };
    return session.run([
      { pipeline, params, buffers: storage, workgroups: Math.max(1, Math.ceil(count / workgroupSize)) },
    ]);
  };
  await runOver(0, 0, 0);

  return async (report) => {
    const pacer = createPacer(4096, mostInvocations(workgroupSize));
    for (let at = 0; at < buffers.length; at += 1) {
      for (let first = 0; first < itemsPerBuffer; ) {
        const count = Math.min(pacer.units(), itemsPerBuffer - first);
        pacer.took(count, await runOver(at, first, count));
        first += count;
        report((at + first / itemsPerBuffer) / buffers.length);
      }
    }
    const words = await session.read(found, foundBytes);
    const count = words[0] as number;
    if (count > foundShares) throw new WrongOutput(`${count} fill shares`);
    const shares = Array.from({ length: count }, (_, share) => {
      const [shard = 0, item = 0, word = 0] = words.subarray(4 + 4 * share);
      return { shard, item, word };
    });
    const sorted = shares.toSorted((a, b) => a.shard - b.shard || a.item - b.item).slice(0, maxFillShares);
    const { verdict } = verifyFill(spec, sorted, { sample: 4, random: Math.random });
    if (verdict !== 'passed') throw new WrongOutput(`own fill: ${verdict}`);
    return sorted;
  };
};
