// The memory check: `fill` writes a pattern that depends on each word's place and the pass, `verify` computes it again
// and counts the words that differ. Both go over blocks of 64 vec4; `verify` takes them in another order, so that it
// does not meet what the caches still hold.

struct Params {
  // Number of the bound buffer's first word over all buffers.
  first_word: u32,
  salt: u32,
  // All ones in the inverted pass, else zero: every bit is tested both ways.
  flip: u32,
  first_block: u32,
  // Blocks of the buffer less one (a power of two less one), and an odd number that permutes them.
  block_mask: u32,
  stride: u32,
}

struct Wrong {
  word: u32,
  differing: u32,
}

struct Result {
  blocks: atomic<u32>,
  count: atomic<u32>,
  first: array<Wrong, 16>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> memory: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> result: Result;

fn pattern(word: u32) -> u32 {
  var mixed = word ^ params.salt;
  mixed = (mixed ^ (mixed >> 16u)) * 0x7feb352du;
  mixed = (mixed ^ (mixed >> 15u)) * 0x846ca68bu;
  return mixed ^ (mixed >> 16u) ^ params.flip;
}

fn patterns(word: u32) -> vec4u {
  return vec4u(pattern(word), pattern(word + 1u), pattern(word + 2u), pattern(word + 3u));
}

@compute @workgroup_size(64)
fn fill(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (params.first_block + group.x) * 64u + local;
  memory[at] = patterns(params.first_word + 4u * at);
}

@compute @workgroup_size(64)
fn verify(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let block = ((params.first_block + group.x) * params.stride) & params.block_mask;
  let at = block * 64u + local;
  let word = params.first_word + 4u * at;
  let differing = memory[at] ^ patterns(word);
  for (var lane = 0u; lane < 4u; lane++) {
    if (differing[lane] != 0u) {
      let place = atomicAdd(&result.count, 1u);
      if (place < 16u) { result.first[place] = Wrong(word + lane, differing[lane]); }
    }
  }
  if (local == 0u) { atomicAdd(&result.blocks, 1u); }
}
