/**
 * Transfers between the host's memory and the GPU's own: the copies alone are timed, from and to staging buffers that
 * are mapped for the host. Where a driver puts the upload's staging buffer into the GPU's own memory, the host's writing
 * is what crosses, and is timed too. The content that arrived is verified after every window.
 */
import { GpuFault, type GpuSession } from '../gpu-session.ts';
import type { Measurement } from '../messages.ts';
import { createPacer } from '../pacer.ts';
import { collectWindows, type WindowPlan, WrongOutput } from '../windows.ts';
import {
  type KnownMemory,
  knownWord,
  passOf,
  rowBytes,
  sweep,
  takeKnownMemory,
  verifyPassSums,
  width,
} from './known-memory.ts';
import { passed } from './outcome.ts';

const windowMs = 200;
const stepBytes = 2 ** 20;
const firstSteps = 4;
/** The way between the memories is shared with the disk, the network and the processor, so it may be ten times slower. */
const stretchMs = 10;

type Direction = 'upload' | 'download';

interface Ends {
  memory: KnownMemory;
  buffer: GPUBuffer;
  staging: GPUBuffer;
}

/** Both ends of the transfer: of `bytes`, or of the largest half, quarter … of it that both memories can hold. */
const takeEnds = async (session: GpuSession, bytes: number, direction: Direction, budgetMs: number): Promise<Ends> => {
  for (let wanted = Math.max(bytes, rowBytes); ; wanted /= 2) {
    let memory: KnownMemory | null = null;
    try {
      memory = await takeKnownMemory(session, wanted, 1, budgetMs);
      const buffer = memory.buffers[0] as GPUBuffer;
      for (const spare of memory.buffers.slice(1)) spare.destroy();
      const staging = await session.staging(memory.bufferBytes, direction);
      return { memory: { ...memory, buffers: [buffer] }, buffer, staging };
    } catch (error) {
      for (const buffer of memory?.buffers ?? []) buffer.destroy();
      const isTooMuch = error instanceof GpuFault && error.kind === 'out_of_memory' && wanted > rowBytes;
      if (!isTooMuch) throw error;
    }
  }
};

/** Moves all of it once. @returns milliseconds */
type Pass = () => Promise<number>;

/** Copies in short stretches of a pacer's size. */
const copyingPass = (session: GpuSession, source: GPUBuffer, target: GPUBuffer, bytes: number): Pass => {
  const pacer = createPacer(firstSteps, bytes / stepBytes, stretchMs);
  return async () => {
    let tookMs = 0;
    for (let offset = 0; offset < bytes; ) {
      const stretch = Math.min(pacer.units() * stepBytes, bytes - offset);
      const copyMs = await session.copy(source, target, offset, stretch);
      pacer.took(stretch / stepBytes, copyMs);
      tookMs += copyMs;
      offset += stretch;
    }
    return tookMs;
  };
};

/** Passes until a window is over. @returns bytes per millisecond */
const rateOf = async (pass: Pass, bytes: number): Promise<number> => {
  let passes = 0;
  let tookMs = 0;
  while (passes === 0 || tookMs < windowMs) {
    tookMs += await pass();
    passes += 1;
  }
  return (passes * bytes) / tookMs;
};

/** No link is so uneven: such a copy never left the GPU. */
const mostUneven = 2;
/** Enough to tell the two apart, and little enough that the host has it beside the first. */
const comparedBytes = 64 * 2 ** 20;

/** An H200 copies what the host writes to at 413 GB/s, and its link carries 63: it was in the GPU's memory already. */
const liesInGpu = async (session: GpuSession, { buffer, staging, memory }: Ends): Promise<boolean> => {
  const bytes = Math.min(memory.bufferBytes, comparedBytes);
  const back = await session.staging(bytes, 'download');
  const up = await rateOf(copyingPass(session, staging, buffer, bytes), bytes);
  const down = await rateOf(copyingPass(session, buffer, back, bytes), bytes);
  back.destroy();
  return up > mostUneven * down;
};

/** The host writes the staging buffer anew before each copy. */
const writingPass = async (session: GpuSession, { staging }: Ends, copy: Pass): Promise<Pass> => {
  const source = await session.mapped(staging, (words) => words.slice());
  return async () => {
    const begunMs = performance.now();
    await session.mapped(staging, (words) => words.set(source));
    return performance.now() - begunMs + (await copy());
  };
};

/** @param bytes of one transfer, such as 512 MiB; less where either memory holds less */
export const measureUpload = async (
  session: GpuSession,
  bytes: number,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const ends = await takeEnds(session, bytes, 'upload', plan.budgetMs);
  const { memory, buffer, staging } = ends;
  await session.mapped(staging, (words) => {
    for (let place = 0; place < words.length; place += 1) words[place] = knownWord(place);
  });
  const verification = passOf(memory, memory.read, await sweep(session, memory, memory.read));
  const copy = copyingPass(session, staging, buffer, memory.bufferBytes);
  const pass = (await liesInGpu(session, ends)) ? await writingPass(session, ends, copy) : copy;

  const window = async (): Promise<number> => {
    await session.clear(buffer);
    const rate = await rateOf(pass, memory.bufferBytes);
    await session.clear(memory.sums);
    await session.run(verification);
    verifyPassSums(await session.read(memory.sums, 4 * width), memory.rowsPerBuffer, 1);
    return rate / 1e6;
  };
  return passed(await collectWindows(window, plan, () => performance.now(), report), 'GB/s');
};

/** The first word that is not the known one, counted from `firstPlace`; a plain loop, for it may be half a GiB. */
const wrongPlace = (words: Uint32Array, firstPlace: number): number | null => {
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] !== knownWord(firstPlace + at) >>> 0) return at;
  }
  return null;
};

/** @param bytes as in measureUpload */
export const measureDownload = async (
  session: GpuSession,
  bytes: number,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const { memory, buffer, staging } = await takeEnds(session, bytes, 'download', plan.budgetMs);
  const rows = await sweep(session, memory, memory.fill);
  const pass = copyingPass(session, buffer, staging, memory.bufferBytes);
  let windows = 0;

  const window = async (): Promise<number> => {
    windows += 1;
    // other words in every window, or those of the last would still be there to be found
    const firstPlace = 17 * windows;
    const fillAnew = passOf(memory, memory.fill, rows).map((dispatch) => {
      const params = dispatch.params.slice();
      params[0] = firstPlace;
      return { ...dispatch, params };
    });
    await session.run(fillAnew);
    const rate = await rateOf(pass, memory.bufferBytes);
    const wrongAt = await session.mapped(staging, (words) => wrongPlace(words, firstPlace));
    if (wrongAt !== null) throw new WrongOutput(`word ${wrongAt} of the transfer`);
    return rate / 1e6;
  };
  return passed(await collectWindows(window, plan, () => performance.now(), report), 'GB/s');
};
