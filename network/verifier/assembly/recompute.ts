/**
 * The verifier's arithmetic in WebAssembly SIMD: four items, or four lanes, at a time. Equal bit for bit to the reference
 * (shared/domain/proof), which defines all of it. Long only because the permutation is written out.
 *
 * AssemblyScript, compiled by `node scripts/build-verifier.ts` into recompute-bytes.ts above it; `npm run check` compiles
 * it again and compares. Memory is one page that the caller fills before each call, at the offsets below.
 */

/** Sixteen vectors: word w of four blocks side by side. */
const state: usize = 0;
const halves: usize = 256;
/** Eight words. */
const seed: usize = 768;
/** Four words. */
const nonce: usize = 800;
/** In: pairs (shard, item), or lanes. Out: first words, or digests of four words. */
const input: usize = 1024;
const output: usize = 16384;

@inline
function turn16(x: v128): v128 {
  return v128.shuffle<u8>(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}

@inline
function turn8(x: v128): v128 {
  return v128.shuffle<u8>(x, x, 3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14);
}

@inline
function turn12(x: v128): v128 {
  return v128.or(i32x4.shl(x, 12), i32x4.shr_u(x, 20));
}

@inline
function turn7(x: v128): v128 {
  return v128.or(i32x4.shl(x, 7), i32x4.shr_u(x, 25));
}

/** x ← x + P(x), `rounds` times over, on the four blocks at `state`. */
function blocks(rounds: u32): void {
  for (let round: u32 = 0; round < rounds; round++) {
    let x0 = v128.load(state, 0);
    let x1 = v128.load(state, 16);
    let x2 = v128.load(state, 32);
    let x3 = v128.load(state, 48);
    let x4 = v128.load(state, 64);
    let x5 = v128.load(state, 80);
    let x6 = v128.load(state, 96);
    let x7 = v128.load(state, 112);
    let x8 = v128.load(state, 128);
    let x9 = v128.load(state, 144);
    let x10 = v128.load(state, 160);
    let x11 = v128.load(state, 176);
    let x12 = v128.load(state, 192);
    let x13 = v128.load(state, 208);
    let x14 = v128.load(state, 224);
    let x15 = v128.load(state, 240);
    for (let doubleRound = 0; doubleRound < 4; doubleRound++) {
      x0 = i32x4.add(x0, x4);
      x12 = turn16(v128.xor(x12, x0));
      x8 = i32x4.add(x8, x12);
      x4 = turn12(v128.xor(x4, x8));
      x0 = i32x4.add(x0, x4);
      x12 = turn8(v128.xor(x12, x0));
      x8 = i32x4.add(x8, x12);
      x4 = turn7(v128.xor(x4, x8));
      x1 = i32x4.add(x1, x5);
      x13 = turn16(v128.xor(x13, x1));
      x9 = i32x4.add(x9, x13);
      x5 = turn12(v128.xor(x5, x9));
      x1 = i32x4.add(x1, x5);
      x13 = turn8(v128.xor(x13, x1));
      x9 = i32x4.add(x9, x13);
      x5 = turn7(v128.xor(x5, x9));
      x2 = i32x4.add(x2, x6);
      x14 = turn16(v128.xor(x14, x2));
      x10 = i32x4.add(x10, x14);
      x6 = turn12(v128.xor(x6, x10));
      x2 = i32x4.add(x2, x6);
      x14 = turn8(v128.xor(x14, x2));
      x10 = i32x4.add(x10, x14);
      x6 = turn7(v128.xor(x6, x10));
      x3 = i32x4.add(x3, x7);
      x15 = turn16(v128.xor(x15, x3));
      x11 = i32x4.add(x11, x15);
      x7 = turn12(v128.xor(x7, x11));
      x3 = i32x4.add(x3, x7);
      x15 = turn8(v128.xor(x15, x3));
      x11 = i32x4.add(x11, x15);
      x7 = turn7(v128.xor(x7, x11));
      x0 = i32x4.add(x0, x5);
      x15 = turn16(v128.xor(x15, x0));
      x10 = i32x4.add(x10, x15);
      x5 = turn12(v128.xor(x5, x10));
      x0 = i32x4.add(x0, x5);
      x15 = turn8(v128.xor(x15, x0));
      x10 = i32x4.add(x10, x15);
      x5 = turn7(v128.xor(x5, x10));
      x1 = i32x4.add(x1, x6);
      x12 = turn16(v128.xor(x12, x1));
      x11 = i32x4.add(x11, x12);
      x6 = turn12(v128.xor(x6, x11));
      x1 = i32x4.add(x1, x6);
      x12 = turn8(v128.xor(x12, x1));
      x11 = i32x4.add(x11, x12);
      x6 = turn7(v128.xor(x6, x11));
      x2 = i32x4.add(x2, x7);
      x13 = turn16(v128.xor(x13, x2));
      x8 = i32x4.add(x8, x13);
      x7 = turn12(v128.xor(x7, x8));
      x2 = i32x4.add(x2, x7);
      x13 = turn8(v128.xor(x13, x2));
      x8 = i32x4.add(x8, x13);
      x7 = turn7(v128.xor(x7, x8));
      x3 = i32x4.add(x3, x4);
      x14 = turn16(v128.xor(x14, x3));
      x9 = i32x4.add(x9, x14);
      x4 = turn12(v128.xor(x4, x9));
      x3 = i32x4.add(x3, x4);
      x14 = turn8(v128.xor(x14, x3));
      x9 = i32x4.add(x9, x14);
      x4 = turn7(v128.xor(x4, x9));
    }
    v128.store(state, i32x4.add(v128.load(state, 0), x0), 0);
    v128.store(state, i32x4.add(v128.load(state, 16), x1), 16);
    v128.store(state, i32x4.add(v128.load(state, 32), x2), 32);
    v128.store(state, i32x4.add(v128.load(state, 48), x3), 48);
    v128.store(state, i32x4.add(v128.load(state, 64), x4), 64);
    v128.store(state, i32x4.add(v128.load(state, 80), x5), 80);
    v128.store(state, i32x4.add(v128.load(state, 96), x6), 96);
    v128.store(state, i32x4.add(v128.load(state, 112), x7), 112);
    v128.store(state, i32x4.add(v128.load(state, 128), x8), 128);
    v128.store(state, i32x4.add(v128.load(state, 144), x9), 144);
    v128.store(state, i32x4.add(v128.load(state, 160), x10), 160);
    v128.store(state, i32x4.add(v128.load(state, 176), x11), 176);
    v128.store(state, i32x4.add(v128.load(state, 192), x12), 192);
    v128.store(state, i32x4.add(v128.load(state, 208), x13), 208);
    v128.store(state, i32x4.add(v128.load(state, 224), x14), 224);
    v128.store(state, i32x4.add(v128.load(state, 240), x15), 240);
  }
}

/** Four halves `half` of the items, computed into `state`. */
function items(item: v128, shard: v128, half: u32, rounds: u32): void {
  v128.store(state, i32x4.splat(0x61707865), 0);
  v128.store(state, i32x4.splat(0x3320646e), 16);
  v128.store(state, i32x4.splat(0x79622d32), 32);
  v128.store(state, i32x4.splat(0x6b206574), 48);
  for (let word: usize = 0; word < 8; word++) {
    v128.store(state + 64 + 16 * word, i32x4.splat(load<i32>(seed + 4 * word)));
  }
  v128.store(state, i32x4.add(i32x4.shl(item, 1), i32x4.splat(half)), 192);
  v128.store(state, shard, 208);
  v128.store(state, i32x4.splat(0), 224);
  v128.store(state, i32x4.splat(0), 240);
  blocks(rounds);
}

/** First words of `count` items; `count` is a multiple of four, at most 960. */
export function firstWords(count: u32, rounds: u32): void {
  for (let at: usize = 0; at < count; at += 4) {
    const pairs = input + 8 * at;
    const low = v128.load(pairs);
    const high = v128.load(pairs, 16);
    const shard = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
    const item = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
    items(item, shard, 0, rounds);
    v128.store(output + 4 * at, v128.load(state));
  }
}

let a: v128 = i32x4.splat(0);
let b: v128 = i32x4.splat(0);
let c: v128 = i32x4.splat(0);
let d: v128 = i32x4.splat(0);

/** The quarter-round on the state of four lanes. */
function quarterRound(): void {
  a = i32x4.add(a, b);
  d = turn16(v128.xor(d, a));
  c = i32x4.add(c, d);
  b = turn12(v128.xor(b, c));
  a = i32x4.add(a, b);
  d = turn8(v128.xor(d, a));
  c = i32x4.add(c, d);
  b = turn7(v128.xor(b, c));
}

/** Sixteen words of an item, four lanes side by side, into the lanes' state. */
function absorb(words: usize): void {
  for (let row: usize = 0; row < 4; row++) {
    a = i32x4.add(a, v128.load(words + 64 * row, 0));
    b = v128.xor(b, v128.load(words + 64 * row, 16));
    c = i32x4.add(c, v128.load(words + 64 * row, 32));
    d = v128.xor(d, v128.load(words + 64 * row, 48));
    quarterRound();
  }
}

/** Digests of `count` lanes; `count` is a multiple of four, at most 960. `mask`: items of a shard less one. */
export function digests(count: u32, rounds: u32, shards: u32, steps: u32, mask: u32): void {
  const masks = i32x4.splat(mask);
  for (let at: usize = 0; at < count; at += 4) {
    a = v128.xor(i32x4.splat(load<i32>(nonce, 0)), v128.load(input + 4 * at));
    b = i32x4.splat(load<i32>(nonce, 4));
    c = i32x4.splat(load<i32>(nonce, 8));
    d = i32x4.splat(load<i32>(nonce, 12));
    for (let turn = 0; turn < 8; turn++) quarterRound();
    for (let step: u32 = 0; step < steps; step++) {
      const item = v128.and(a, masks);
      const shard = i32x4.splat(step % shards);
      items(item, shard, 0, rounds);
      memory.copy(halves, state, 256);
      items(item, shard, 1, rounds);
      absorb(halves);
      absorb(state);
    }
    for (let turn = 0; turn < 8; turn++) quarterRound();
    const digest = output + 16 * at;
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    v128.store(digest, v128.shuffle<i64>(ab, cd, 0, 2), 0);
    v128.store(digest, v128.shuffle<i64>(ab, cd, 1, 3), 16);
    v128.store(digest, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 32);
    v128.store(digest, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 48);
  }
}
