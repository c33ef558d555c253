// The memory check: `fill` writes what each word must hold, `verify` computes it again and counts the words that
// differ, `invert` does the same and leaves every word inverted. All three count the blocks that they did, so that the
// host sees when one never ran. They go over a shard in blocks of 64 vec4, in an order that the stride permutes.

struct Params {
  // Byte address over all shards at which the bound one begins, in halves; a multiple of the shard's size.
  base_low: u32,
  base_high: u32,
  shard: u32,
  test: u32,
  // The word of a moving inversion, or the seed of a random pattern.
  key: u32,
  // All ones where the inverse is expected (or, by `fill`, written), else zero.
  flip: u32,
  first_block: u32,
  block_count: u32,
  // Blocks of the shard less one (a power of two less one), and an odd number that permutes them.
  block_mask: u32,
  stride: u32,
}

struct Wrong {
  shard: u32,
  word: u32,
  differing: u32,
}

struct Result {
  blocks: atomic<u32>,
  count: atomic<u32>,
  bits: array<atomic<u32>, 32>,
  first: array<Wrong, 16>,
}

const own_address = 0u;
const random = 2u;
// One workgroup takes many, so that one dispatch can hold a whole shard of 1 GiB.
const blocks_per_group = 32u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> memory: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> result: Result;

// What the four words of a vec4 hold. An address has 64 bits, so a pair of words holds its own: the lower half, then the
// upper half xor the complement of the lower, because the upper half alone would be the same over 4 GiB.
fn held(at: u32) -> vec4u {
  var words = vec4u(params.key);
  if (params.test == own_address) {
    let first = params.base_low | (16u * at);
    let second = first | 8u;
    words = vec4u(first, params.base_high ^ ~first, second, params.base_high ^ ~second);
  } else if (params.test == random) {
    words ^= vec4u(4u * at) | vec4u(0u, 1u, 2u, 3u);
    words = (words ^ (words >> vec4u(16u))) * vec4u(0x7feb352du);
    words = (words ^ (words >> vec4u(15u))) * vec4u(0x846ca68bu);
    words ^= words >> vec4u(16u);
  }
  return words ^ vec4u(params.flip);
}

// Index of this invocation's vec4 in the step's block.
fn place(step: u32, local: u32) -> u32 {
  return ((step * params.stride) & params.block_mask) * 64u + local;
}

fn note(at: u32, differing: vec4u) {
  for (var lane = 0u; lane < 4u; lane++) {
    if (differing[lane] != 0u) {
      let found = atomicAdd(&result.count, 1u);
      if (found < 16u) { result.first[found] = Wrong(params.shard, 4u * at + lane, differing[lane]); }
      for (var left = differing[lane]; left != 0u; left &= left - 1u) {
        atomicAdd(&result.bits[countTrailingZeros(left)], 1u);
      }
    }
  }
}

fn steps_of(group: u32) -> vec2u {
  let first = params.first_block + group * blocks_per_group;
  return vec2u(first, min(first + blocks_per_group, params.first_block + params.block_count));
}

@compute @workgroup_size(64)
fn fill(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let steps = steps_of(group.x);
  for (var step = steps.x; step < steps.y; step++) {
    let at = place(step, local);
    memory[at] = held(at);
  }
  if (local == 0u) { atomicAdd(&result.blocks, steps.y - steps.x); }
}

@compute @workgroup_size(64)
fn verify(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let steps = steps_of(group.x);
  for (var step = steps.x; step < steps.y; step++) {
    let at = place(step, local);
    let differing = memory[at] ^ held(at);
    if (any(differing != vec4u(0u))) { note(at, differing); }
  }
  if (local == 0u) { atomicAdd(&result.blocks, steps.y - steps.x); }
}

@compute @workgroup_size(64)
fn invert(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let steps = steps_of(group.x);
  for (var step = steps.x; step < steps.y; step++) {
    let at = place(step, local);
    let expected = held(at);
    let differing = memory[at] ^ expected;
    if (any(differing != vec4u(0u))) { note(at, differing); }
    memory[at] = ~expected;
  }
  if (local == 0u) { atomicAdd(&result.blocks, steps.y - steps.x); }
}
