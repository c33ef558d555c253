/**
 * Reads every shard in random 128-byte order and takes the time. That it could be allocated proves nothing: D3D12's
 * residency manager and Windows' drivers move buffers into the system's memory without a word.
 */
import type { Dispatch, GpuSession } from '../gpu-session.ts';
import { kernels } from '../kernels.ts';
import { WrongOutput } from '../windows.ts';
import type { Shard } from './shards.ts';
import { isSettled, slowShardsOf, type TimedRound, type TimedShard } from './slow-shards.ts';

const lineBytes = 128;
const linesPerGroup = 512;
/** 64 MiB: over the narrowest PCIe link it is still a short dispatch. */
const mostLinesAtOnce = 2 ** 19;
/** 4 GiB in all. */
const mostWindowLines = 2 ** 25;
/** Well above the launch latency, or all shards look alike. */
const leastWindowMs = 2;
const windowsPerShard = 5;
const fewestRounds = 2;
const mostRounds = 5;
const resultBytes = 8;

/**
 * @param shards with data in them
 * @param report progress, 0..1
 * @returns numbers of the shards that do not lie in the GPU's memory; see slowShardsOf
 * @throws WrongOutput when reads did not happen, GpuFault
 */
export const findSlowShards = async (
  session: GpuSession,
  shards: readonly Shard[],
  report: (progress: number) => void,
): Promise<number[]> => {
  const pipeline = await session.pipeline(kernels.residency(), 'visit');
  const result = await session.storage(resultBytes);
  /** Where in its order each shard is read next. */
  const nextLine = shards.map(() => 0);

  const readLines = async (at: number, lines: number): Promise<number> => {
    const { buffer, bytes } = shards[at] as Shard;
    const lineBits = Math.log2(bytes / lineBytes);
    const dispatches: Dispatch[] = [];
    for (let left = lines; left > 0; ) {
      const taken = Math.min(left, mostLinesAtOnce, 2 ** lineBits);
      const params = new Uint32Array([nextLine[at] as number, lineBits]);
      dispatches.push({ pipeline, params, buffers: { 1: buffer, 2: result }, workgroups: taken / linesPerGroup });
      nextLine[at] = ((nextLine[at] as number) + taken) % 2 ** lineBits;
      left -= taken;
    }
    await session.clear(result);
    const tookMs = await session.run(dispatches);
    const [read = 0] = await session.read(result, resultBytes);
    if (read !== lines) throw new WrongOutput(`${read} of ${lines} lines read`);
    return tookMs;
  };

  /** The better of two: drivers compile at the first dispatch, and anything may come between. */
  const bestOfTwo = async (lines: number): Promise<number> =>
    Math.min(await readLines(0, lines), await readLines(0, lines));
  let windowLines = linesPerGroup;
  while (windowLines < mostWindowLines && (await bestOfTwo(windowLines)) < leastWindowMs) windowLines *= 2;

  const timeShard = async (at: number): Promise<TimedShard> => {
    const times: number[] = [];
    while (times.length < windowsPerShard) times.push(await readLines(at, windowLines));
    return { bytes: (shards[at] as Shard).bytes, windowMs: Math.min(...times) };
  };
  const rounds: TimedRound[] = [];
  while (rounds.length < mostRounds && (rounds.length < fewestRounds || !isSettled(rounds))) {
    const round: TimedShard[] = [];
    for (let at = 0; at < shards.length; at += 1) {
      round.push(await timeShard(at));
      report(Math.min(1, (rounds.length + round.length / shards.length) / fewestRounds));
    }
    rounds.push(round);
  }
  return slowShardsOf(rounds);
};
