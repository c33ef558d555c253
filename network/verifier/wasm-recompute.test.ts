import { describe, expect, it } from 'vitest';
import type { ProofSpec } from '../../shared/contract/network/proofs.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { itemsPerShard } from '../../shared/domain/proof/item.ts';
import { referenceRecompute } from '../../shared/domain/proof/recompute.ts';
import { openWasmRecompute } from './wasm-recompute.ts';

const wasm = openWasmRecompute();
if (wasm === null) throw new Error('this engine has no WebAssembly SIMD');

/** A generator of its own, so that a failure comes again. */
const createDraw = (start: number) => {
  let word = start >>> 0;
  return (below: number): number => {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((word / 2 ** 32) * below);
  };
};

const specOf = (draw: (below: number) => number): ProofSpec =>
  specFor({
    target: 'gpu',
    seed: Array.from({ length: 64 }, () => draw(16).toString(16)).join(''),
    coverBytes: 2 ** 20 * (1 + draw(64)),
    maxShardBytes: 2 ** (20 + draw(6)),
    rounds: 1 + draw(4),
    lanes: 2 ** 22,
    steps: 1 + draw(24),
    expectedShares: 1024,
  });
const hexOf = (draw: (below: number) => number, digits: number): string =>
  Array.from({ length: digits }, () => draw(16).toString(16)).join('');

describe('the verifier in WebAssembly', () => {
  it('walks 10,000 random lanes as the reference does, word for word', () => {
    const draw = createDraw(7);
    for (let round = 0; round < 40; round += 1) {
      const spec = specOf(draw);
      const nonce = hexOf(draw, 32);
      const lanes = Array.from({ length: 250 }, () => draw(spec.lanes));
      expect(wasm.digests(spec, nonce, lanes)).toEqual(referenceRecompute.digests(spec, nonce, lanes));
    }
  });

  it('computes the first words of 10,000 random items as the reference does', () => {
    const draw = createDraw(11);
    for (let round = 0; round < 8; round += 1) {
      const spec = specOf(draw);
      const items = Array.from({ length: 1250 }, () => ({
        shard: draw(spec.shards),
        item: draw(itemsPerShard(spec)),
      }));
      expect(wasm.firstWords(spec, items)).toEqual(referenceRecompute.firstWords(spec, items));
    }
  });

  it.each([0, 1, 2, 3, 5, 959, 960, 961])('gives as many results as it was asked for: %i', (count) => {
    const spec = specOf(createDraw(3));
    const lanes = Array.from({ length: count }, (_, lane) => lane);
    expect(wasm.digests(spec, '00'.repeat(16), lanes)).toHaveLength(count);
    expect(
      wasm.firstWords(
        spec,
        lanes.map((item) => ({ shard: 0, item })),
      ),
    ).toHaveLength(count);
  });
});
