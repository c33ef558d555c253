/**
 * The proof on a GPU: fills the memory, hands out the fill shares, and walks for the nonce. What it returns equals the
 * processor's prover (shared/domain/proof/prove-cpu.ts) bit for bit; a few shares are recomputed before they leave.
 */
import type { FillShare, ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import { maxFillShares, provenBytes } from '../../shared/domain/proof/difficulty.ts';
import { itemBytes } from '../../shared/domain/proof/item.ts';
import { verifyFill, verifyWalk } from '../../shared/domain/proof/verify.ts';
import { wordsOfHex } from '../../shared/domain/proof/words.ts';
import { takeMemory } from './gpu-memory.ts';
import { GpuFault, type GpuSession, maxWorkgroups } from './gpu-session.ts';
import { kernels } from './kernels.ts';
import { createPacer } from './pacer.ts';
import { WrongOutput } from './windows.ts';

const workgroupSize = 64;
/** Shard buffers of one dispatch: with the lanes' state they make the eight that every adapter can bind. */
const groupBuffers = 7;
const mostLanes = maxWorkgroups * workgroupSize;
const foundFillShares = 2 * maxFillShares;
const foundWalkShares = 16_384;
const selfCheck = { sample: 4, random: Math.random };

export interface GpuProver {
  /** @returns the fill shares in (shard, item) order */
  fill(report: (progress: number) => void): Promise<FillShare[]>;
  /** @returns the walk shares in lane order */
  walk(nonce: string, report: (progress: number) => void): Promise<WalkShare[]>;
}

/**
 * Takes the memory of the spec: a shard is one buffer or, where that cannot be had, two or four.
 *
 * @throws GpuFault `out_of_memory` when the whole of it cannot be had
 */
export const createGpuProver = async (session: GpuSession, spec: ProofSpec): Promise<GpuProver> => {
  const { buffers, bufferBytes } = await takeMemory(session, provenBytes(spec), spec.shardBytes);
  const parts = spec.shardBytes / bufferBytes;
  const heldBytes = buffers.length * bufferBytes;
  if (heldBytes < provenBytes(spec) || parts > 4)
    throw new GpuFault('out_of_memory', `${heldBytes} of ${provenBytes(spec)} bytes`);
  const itemsPerBuffer = bufferBytes / itemBytes;

  const fill = async (report: (progress: number) => void): Promise<FillShare[]> => {
    const pipeline = await session.pipeline(kernels.fill(), 'fill');
    const foundBytes = 16 + 16 * foundFillShares;
    const found = await session.storage(foundBytes);
    const seed = wordsOfHex(spec.seed, 8);
    const pacer = createPacer(4096, mostLanes);
    for (const [at, memory] of buffers.entries()) {
      for (let first = 0; first < itemsPerBuffer; ) {
        const count = Math.min(pacer.units(), itemsPerBuffer - first);
        const place = [Math.floor(at / parts), (at % parts) * itemsPerBuffer, first, count];
        const params = new Uint32Array([...seed, ...place, spec.rounds, spec.fillTarget]);
        const workgroups = Math.ceil(count / workgroupSize);
        pacer.took(count, await session.run([{ pipeline, params, buffers: { 1: memory, 2: found }, workgroups }]));
        first += count;
        report((at + first / itemsPerBuffer) / buffers.length);
      }
    }
    const words = await session.read(found, foundBytes);
    const count = words[0] as number;
    if (count > foundFillShares) throw new WrongOutput(`${count} fill shares`);
    const shares = Array.from({ length: count }, (_, share) => {
      const [shard = 0, item = 0, word = 0] = words.subarray(4 + 4 * share);
      return { shard, item, word };
    })
      .toSorted((a, b) => a.shard - b.shard || a.item - b.item)
      .slice(0, maxFillShares);
    const { verdict } = verifyFill(spec, shares, selfCheck);
    if (verdict !== 'passed') throw new WrongOutput(`own fill: ${verdict}`);
    return shares;
  };

  const walk = async (nonce: string, report: (progress: number) => void): Promise<WalkShare[]> => {
    const code = kernels.walk();
    const [start, step, collect] = await Promise.all([
      session.pipeline(code, 'start'),
      session.pipeline(code, 'walk'),
      session.pipeline(code, 'collect'),
    ]);
    const lanes = await session.storage(16 * spec.lanes);
    const foundBytes = 8 + 20 * foundWalkShares;
    const found = await session.storage(foundBytes);
    const nonceWords = wordsOfHex(nonce, 4);
    const shardsPerGroup = Math.floor(groupBuffers / parts);
    /** When all shards can be bound together a dispatch takes many steps, else one per bound shard. */
    const bindsAll = spec.shards <= shardsPerGroup;
    const pacer = createPacer(1024, spec.lanes * spec.steps);

    const params = (
      lanesOf: { first: number; count: number },
      stepsOf = { count: 0, first: 0, groupShards: 1 },
    ): Uint32Array<ArrayBuffer> =>
      new Uint32Array([
        ...nonceWords,
        ...[lanesOf.first, lanesOf.count, stepsOf.count, stepsOf.first, stepsOf.groupShards],
        ...[Math.log2(parts), Math.log2(itemsPerBuffer), spec.shareTarget],
      ]);
    const overAllLanes = async (pipeline: GPUComputePipeline, storage: Record<number, GPUBuffer>): Promise<void> => {
      for (let first = 0; first < spec.lanes; first += mostLanes) {
        const count = Math.min(mostLanes, spec.lanes - first);
        await session.run([
          {
            pipeline,
            params: params({ first, count }),
            buffers: storage,
            workgroups: Math.ceil(count / workgroupSize),
          },
        ]);
      }
    };
    /** Unused bindings of the group repeat its first buffer. */
    const bind = (firstShard: number, shards: number): Record<number, GPUBuffer> => {
      const group: Record<number, GPUBuffer> = { 1: lanes };
      for (let slot = 0; slot < groupBuffers; slot += 1) {
        group[2 + slot] = buffers[firstShard * parts + (slot < shards * parts ? slot : 0)] as GPUBuffer;
      }
      return group;
    };

    await overAllLanes(start, { 1: lanes });
    for (let at = 0; at < spec.steps; ) {
      const shard = at % spec.shards;
      const most = bindsAll ? spec.steps - at : Math.min(shardsPerGroup, spec.shards - shard);
      const count = Math.max(1, Math.min(most, Math.floor(pacer.units() / spec.lanes)));
      const storage = bindsAll ? bind(0, spec.shards) : bind(shard, count);
      const steps = bindsAll
        ? { count, first: shard, groupShards: spec.shards }
        : { count, first: 0, groupShards: count };
      for (let first = 0; first < spec.lanes; ) {
        const chunk = Math.min(
          Math.max(workgroupSize, Math.floor(pacer.units() / count)),
          spec.lanes - first,
          mostLanes,
        );
        const dispatch = {
          pipeline: step,
          params: params({ first, count: chunk }, steps),
          buffers: storage,
          workgroups: Math.ceil(chunk / workgroupSize),
        };
        pacer.took(chunk * count, await session.run([dispatch]));
        first += chunk;
        report((at + (count * first) / spec.lanes) / spec.steps);
      }
      at += count;
    }
    await overAllLanes(collect, { 1: lanes, 9: found });

    const words = await session.read(found, foundBytes);
    const [count = 0, finished = 0] = words;
    if (finished !== spec.lanes) throw new WrongOutput(`${finished} of ${spec.lanes} lanes finished`);
    if (count > foundWalkShares) throw new WrongOutput(`${count} walk shares`);
    const shares = Array.from({ length: count }, (_, share): WalkShare => {
      const [lane = 0, a = 0, b = 0, c = 0, d = 0] = words.subarray(2 + 5 * share);
      return { lane, digest: [a, b, c, d] };
    }).toSorted((a, b) => a.lane - b.lane);
    const { verdict } = verifyWalk(spec, nonce, shares, selfCheck);
    if (verdict !== 'passed') throw new WrongOutput(`own walk: ${verdict}`);
    return shares;
  };

  return { fill, walk };
};
