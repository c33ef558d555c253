/**
 * Runs the verifier's arithmetic in WebAssembly: copies what is asked into its one page of memory, four at a time, and
 * the results out. It holds no rule.
 */
import { setFlagsFromString } from 'node:v8';
import type { ProofSpec } from '../../shared/contract/network/proofs.ts';
import { itemsPerShard } from '../../shared/domain/proof/item.ts';
import type { Recompute } from '../../shared/domain/proof/recompute.ts';
import type { Digest } from '../../shared/domain/proof/walk.ts';
import { wordsOfHex } from '../../shared/domain/proof/words.ts';
import { recomputeBytes } from './recompute-bytes.ts';

/** Byte offsets of assembly/recompute.ts. */
const seedAt = 768;
const nonceAt = 800;
const inputAt = 1024;
const outputAt = 16_384;
const mostAtOnce = 960;

/** The part of WebAssembly that is used here; its types come with the DOM's alone. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  firstWords(count: number, rounds: number): void;
  digests(count: number, rounds: number, shards: number, steps: number, mask: number): void;
}

const inBatches = <T, R>(all: readonly T[], work: (batch: readonly T[]) => R[]): R[] => {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += mostAtOnce) results.push(...work(all.slice(at, at + mostAtOnce)));
  return results;
};

/** The work goes four at a time; what is left over is computed and thrown away. */
const whole = (count: number): number => Math.ceil(count / 4) * 4;

const createWasmRecompute = ({ memory, firstWords, digests }: Exports): Recompute => {
  const words = new Int32Array(memory.buffer);
  const begin = (spec: ProofSpec): void => {
    words.set(wordsOfHex(spec.seed, 8), seedAt / 4);
    words.fill(0, inputAt / 4, outputAt / 4);
  };
  const read = (at: number): number => (words[outputAt / 4 + at] as number) >>> 0;
  return {
    name: 'webassembly',
    firstWords: (spec, items) =>
      inBatches(items, (batch) => {
        begin(spec);
        for (const [at, { shard, item }] of batch.entries()) words.set([shard, item], inputAt / 4 + 2 * at);
        firstWords(whole(batch.length), spec.rounds);
        return batch.map((_, at) => read(at));
      }),
    digests: (spec, nonce, lanes) =>
      inBatches(lanes, (batch) => {
        begin(spec);
        words.set(wordsOfHex(nonce, 4), nonceAt / 4);
        words.set(batch, inputAt / 4);
        digests(whole(batch.length), spec.rounds, spec.shards, spec.steps, itemsPerShard(spec) - 1);
        return batch.map((_, at): Digest => [read(4 * at), read(4 * at + 1), read(4 * at + 2), read(4 * at + 3)]);
      }),
  };
};

/**
 * Compiles well at once: where a database in WebAssembly shares the process, the engine is told to compile quickly and
 * never again (network/store/open-store.ts), and quick code of this takes 61 ms for what good code does in 44 (Node 24).
 * A function is compiled at its first call.
 */
const compileWell = (bytes: Uint8Array): Exports => {
  setFlagsFromString('--no-liftoff');
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const own = exports as Exports;
    own.firstWords(4, 1);
    own.digests(4, 1, 1, 1, 0);
    return own;
  } finally {
    setFlagsFromString('--liftoff');
  }
};

/** @returns null where the engine has no WebAssembly with SIMD; whoever asks then has the reference */
export const openWasmRecompute = (): Recompute | null => {
  const bytes = Buffer.from(recomputeBytes, 'base64');
  return WebAssembly.validate(bytes) ? createWasmRecompute(compileWell(bytes)) : null;
};
