/** Stage B of the proof on a GPU: takes every lane through its dependent reads and collects the walk shares. */
import type { ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import { itemBytes } from '../../shared/domain/proof/item.ts';
import { verifyWalk } from '../../shared/domain/proof/verify.ts';
import { wordsOfHex } from '../../shared/domain/proof/words.ts';
import type { GpuMemory } from './gpu-memory.ts';
import { type GpuSession, mostInvocations } from './gpu-session.ts';
import { kernels } from './kernels.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { WrongOutput } from './windows.ts';

const workgroupSize = 64;
/** Shard buffers of one dispatch: with the lanes' state they make the eight that every adapter can bind. */
const groupBuffers = 7;
/** As many as an answer carries. */
const foundShares = 16_384;
const foundBytes = 8 + 20 * foundShares;

/** Lanes whose state is held at once: 64 MiB. A larger walk takes them batch by batch. */
const batchLanes = 2 ** 22;
/** As many as a report carries. */
const mostDurations = 64;

export interface Walked {
  /** In lane order; a few were recomputed. */
  shares: WalkShare[];
  /** Durations of the walk's dispatches in order, evenly thinned to 64. */
  dispatchMs: number[];
}

/** Walks for the nonce. */
export type WalkStage = (nonce: string, report: (progress: number) => void) => Promise<Walked>;

/** @returns at most `most` of them, evenly spread */
const thinned = (all: readonly number[], most: number): number[] =>
  all.length <= most
    ? [...all]
    : Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)] ?? 0);

interface Range {
  first: number;
  count: number;
}

/** Compiles and runs the kernels once over nothing, because drivers compile at the first dispatch. */
export const prepareWalk = async (
  session: GpuSession,
  spec: ProofSpec,
  { buffers, bufferBytes }: GpuMemory,
): Promise<WalkStage> => {
  const code = kernels.walk();
  const start = await session.pipeline(code, 'start');
  const walk = await session.pipeline(code, 'walk');
  const collect = await session.pipeline(code, 'collect');
  const lanes = await session.storage(16 * Math.min(spec.lanes, batchLanes));
  const found = await session.storage(foundBytes);
  const parts = spec.shardBytes / bufferBytes;
  const shardsPerGroup = Math.floor(groupBuffers / parts);
  /** When all shards can be bound together a dispatch takes many steps, else one per bound shard. */
  const bindsAll = spec.shards <= shardsPerGroup;
  const mostLanes = mostInvocations(workgroupSize);
  const sizes = [Math.log2(parts), Math.log2(bufferBytes / itemBytes), spec.shareTarget];
  const noSteps = { first: 0, count: 0, groupShards: 1 };

  const runOver = (
    pipeline: GPUComputePipeline,
    storage: Readonly<Record<number, GPUBuffer>>,
    nonce: Int32Array,
    over: Range,
    batchLane: number,
    steps: Range & { groupShards: number } = noSteps,
  ): Promise<number> => {
    const params = new Uint32Array([
      ...nonce,
      over.first,
      over.count,
      steps.count,
      steps.first,
      steps.groupShards,
      ...sizes,
      batchLane,
    ]);
    return session.run([
      { pipeline, params, buffers: storage, workgroups: Math.max(1, Math.ceil(over.count / workgroupSize)) },
    ]);
  };

  /** The buffers of `shards` shards; the bindings that are left over repeat the first. */
  const bind = (firstShard: number, shards: number): Record<number, GPUBuffer> => {
    const group: Record<number, GPUBuffer> = { 1: lanes };
    for (let slot = 0; slot < groupBuffers; slot += 1) {
      group[2 + slot] = buffers[firstShard * parts + (slot < shards * parts ? slot : 0)] as GPUBuffer;
    }
    return group;
  };

  const nothing = { first: 0, count: 0 };
  await runOver(start, { 1: lanes }, new Int32Array(4), nothing, 0);
  await runOver(walk, bind(0, 1), new Int32Array(4), nothing, 0);
  await runOver(collect, { 1: lanes, 9: found }, new Int32Array(4), nothing, 0);

  /** One pacer for all batches: what was learnt in the first serves the rest. */
  const walkBatch = async (
    nonce: Int32Array,
    batch: Range,
    pacer: Pacer,
    report: (progress: number) => void,
  ): Promise<number[]> => {
    const durations: number[] = [];
    for (let at = 0; at < spec.steps; ) {
      const shard = at % spec.shards;
      const most = bindsAll ? spec.steps - at : Math.min(shardsPerGroup, spec.shards - shard);
      const count = Math.max(1, Math.min(most, Math.floor(pacer.units() / batch.count)));
      const storage = bindsAll ? bind(0, spec.shards) : bind(shard, count);
      const steps = bindsAll
        ? { first: shard, count, groupShards: spec.shards }
        : { first: 0, count, groupShards: count };
      for (let done = 0; done < batch.count; ) {
        const paced = Math.max(workgroupSize, Math.floor(pacer.units() / count));
        const over = { first: batch.first + done, count: Math.min(paced, batch.count - done, mostLanes) };
        const tookMs = await runOver(walk, storage, nonce, over, batch.first, steps);
        pacer.took(over.count * count, tookMs);
        durations.push(tookMs);
        done += over.count;
        report((at + (count * done) / batch.count) / spec.steps);
      }
      at += count;
    }
    return durations;
  };

  const overLanes = async (
    pipeline: GPUComputePipeline,
    storage: Readonly<Record<number, GPUBuffer>>,
    nonce: Int32Array,
    batch: Range,
  ): Promise<void> => {
    for (let done = 0; done < batch.count; done += mostLanes) {
      const over = { first: batch.first + done, count: Math.min(mostLanes, batch.count - done) };
      await runOver(pipeline, storage, nonce, over, batch.first);
    }
  };

  return async (nonce, report) => {
    const nonceWords = wordsOfHex(nonce, 4);
    await session.clear(found);
    const pacer = createPacer(1024, batchLanes * spec.steps);
    const durations: number[] = [];
    for (let first = 0; first < spec.lanes; first += batchLanes) {
      const batch = { first, count: Math.min(batchLanes, spec.lanes - first) };
      await overLanes(start, { 1: lanes }, nonceWords, batch);
      const walked = await walkBatch(nonceWords, batch, pacer, (progress) =>
        report((first + batch.count * progress) / spec.lanes),
      );
      durations.push(...walked);
      await overLanes(collect, { 1: lanes, 9: found }, nonceWords, batch);
    }
    const words = await session.read(found, foundBytes);
    const [count = 0, finished = 0] = words;
    if (finished !== spec.lanes) throw new WrongOutput(`${finished} of ${spec.lanes} lanes finished`);
    if (count > foundShares) throw new WrongOutput(`${count} walk shares`);
    const shares = Array.from({ length: count }, (_, share): WalkShare => {
      const [lane = 0, a = 0, b = 0, c = 0, d = 0] = words.subarray(2 + 5 * share);
      return { lane, digest: [a, b, c, d] };
    });
    const sorted = shares.toSorted((a, b) => a.lane - b.lane);
    const { verdict } = verifyWalk(spec, nonce, sorted, { sample: 4, random: Math.random });
    if (verdict !== 'passed') throw new WrongOutput(`own walk: ${verdict}`);
    return { shares: sorted, dispatchMs: thinned(durations, mostDurations) };
  };
};
