/** Stage B of the proof on a GPU: takes every lane through its dependent reads and collects the walk shares. */
import type { ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import { itemBytes } from '../../shared/domain/proof/item.ts';
import { verifyWalk } from '../../shared/domain/proof/verify.ts';
import { wordsOfHex } from '../../shared/domain/proof/words.ts';
import type { GpuMemory } from './gpu-memory.ts';
import { type Dispatch, type GpuSession, mostInvocations } from './gpu-session.ts';
import { kernels } from './kernels.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { WrongOutput } from './windows.ts';

const workgroupSize = 64;
/** Shard buffers of one dispatch: with the lanes' state they make the eight that every adapter can bind. */
const groupBuffers = 7;
/** As many as an answer carries. */
const foundShares = 16_384;
const foundBytes = 8 + 20 * foundShares;

/** Lanes whose state is held at once, in 64 MiB: as many as one dispatch takes. A larger walk goes batch by batch. */
const batchLanes = mostInvocations(workgroupSize);
/** Of one submission, which a fast card would otherwise fill with thousands. */
const mostDispatches = 256;
/** As many as a report carries. */
const mostDurations = 64;

export interface Walked {
  /** In lane order; a few were recomputed. */
  shares: WalkShare[];
  /** How long each submission took, in order, evenly thinned to 64: one dispatch, or as many as belong into its time. */
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

/**
 * A dispatch, and how many lanes it takes how many steps: both multiplied, in the pacer's units. The start and the end of
 * lanes are none, for they read nothing, and would teach the pacer another pace.
 */
interface Piece {
  dispatch: Dispatch;
  units: number;
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
  const sizes = [Math.log2(parts), Math.log2(bufferBytes / itemBytes), spec.shareTarget];
  const noSteps = { first: 0, count: 0, groupShards: 1 };

  const dispatchOver = (
    pipeline: GPUComputePipeline,
    buffers: Dispatch['buffers'],
    nonce: Int32Array,
    over: Range,
    batchLane: number,
    steps: Range & { groupShards: number } = noSteps,
  ): Dispatch => ({
    pipeline,
    params: new Uint32Array([
      ...nonce,
      over.first,
      over.count,
      steps.count,
      steps.first,
      steps.groupShards,
      ...sizes,
      batchLane,
    ]),
    buffers,
    workgroups: Math.max(1, Math.ceil(over.count / workgroupSize)),
  });

  /** The buffers of `shards` shards; the bindings that are left over repeat the first. */
  const bind = (firstShard: number, shards: number): Record<number, GPUBuffer> => {
    const group: Record<number, GPUBuffer> = { 1: lanes };
    for (let slot = 0; slot < groupBuffers; slot += 1) {
      group[2 + slot] = buffers[firstShard * parts + (slot < shards * parts ? slot : 0)] as GPUBuffer;
    }
    return group;
  };

  const startOver = (nonce: Int32Array, batch: Range): Dispatch =>
    dispatchOver(start, { 1: lanes }, nonce, batch, batch.first);
  const collectOver = (nonce: Int32Array, batch: Range): Dispatch =>
    dispatchOver(collect, { 1: lanes, 9: found }, nonce, batch, batch.first);
  const nowhere = new Int32Array(4);
  const nothing = { first: 0, count: 0 };
  for (const empty of [startOver(nowhere, nothing), collectOver(nowhere, nothing)]) await session.run([empty]);
  await session.run([dispatchOver(walk, bind(0, 1), nowhere, nothing, 0)]);

  /** The batch's steps, a piece at most as large as the pacer says at that moment. */
  function* stepsOf(nonce: Int32Array, batch: Range, pacer: Pacer): Generator<Piece> {
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
        const over = { first: batch.first + done, count: Math.min(paced, batch.count - done) };
        yield { dispatch: dispatchOver(walk, storage, nonce, over, batch.first, steps), units: over.count * count };
        done += over.count;
      }
      at += count;
    }
  }

  function* piecesOf(nonce: Int32Array, pacer: Pacer): Generator<Piece> {
    for (let first = 0; first < spec.lanes; first += batchLanes) {
      const batch = { first, count: Math.min(batchLanes, spec.lanes - first) };
      yield { dispatch: startOver(nonce, batch), units: 0 };
      yield* stepsOf(nonce, batch, pacer);
      yield { dispatch: collectOver(nonce, batch), units: 0 };
    }
  }

  /** Runs them in order, as many at once as the pacer has time for. @returns how long each submission took */
  const runAll = async (
    pieces: Iterable<Piece>,
    pacer: Pacer,
    report: (progress: number) => void,
  ): Promise<number[]> => {
    const durations: number[] = [];
    let waiting: Dispatch[] = [];
    let units = 0;
    let doneUnits = 0;
    const submit = async (): Promise<void> => {
      const tookMs = await session.run(waiting);
      if (units > 0) pacer.took(units, tookMs);
      durations.push(tookMs);
      doneUnits += units;
      report(doneUnits / (spec.lanes * spec.steps));
      waiting = [];
      units = 0;
    };
    for (const piece of pieces) {
      const isFull = units + piece.units > pacer.units() || waiting.length === mostDispatches;
      if (isFull && waiting.length > 0) await submit();
      waiting.push(piece.dispatch);
      units += piece.units;
    }
    await submit();
    return durations;
  };

  return async (nonce, report) => {
    await session.clear(found);
    const pacer = createPacer(1024, batchLanes * spec.steps);
    const durations = await runAll(piecesOf(wordsOfHex(nonce, 4), pacer), pacer, report);
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
