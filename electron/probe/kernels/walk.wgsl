// Stage B of the proof `perigee-fill-walk-1`: lanes of dependent 128-byte reads. The definition is in
// shared/domain/proof/walk.ts; this equals it bit for bit. A dispatch takes some lanes through the steps whose shards
// are bound; the lanes' state stays in memory between dispatches, for one batch of lanes at a time.

struct Params {
  nonce: vec4u,
  first_lane: u32,
  lane_count: u32,
  // Steps of this dispatch; step k reads shard (first_step + k) mod group_shards of the bound group.
  step_count: u32,
  first_step: u32,
  group_shards: u32,
  // A shard is held in 2^part_bits buffers of 2^item_bits items each.
  part_bits: u32,
  item_bits: u32,
  share_target: u32,
  // The lane whose state lies first in `lanes`.
  batch_lane: u32,
}

struct Share {
  lane: u32,
  digest: array<u32, 4>,
}

struct Found {
  count: atomic<u32>,
  // Lanes that came to their end: equal to the lanes of the proof, or something did not run.
  finished: atomic<u32>,
  shares: array<Share>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> lanes: array<vec4u>;
@group(0) @binding(2) var<storage, read> memory0: array<vec4u>;
@group(0) @binding(3) var<storage, read> memory1: array<vec4u>;
@group(0) @binding(4) var<storage, read> memory2: array<vec4u>;
@group(0) @binding(5) var<storage, read> memory3: array<vec4u>;
@group(0) @binding(6) var<storage, read> memory4: array<vec4u>;
@group(0) @binding(7) var<storage, read> memory5: array<vec4u>;
@group(0) @binding(8) var<storage, read> memory6: array<vec4u>;
@group(0) @binding(9) var<storage, read_write> found: Found;

fn rotate(word: u32, bits: u32) -> u32 {
  return (word << bits) | (word >> (32u - bits));
}

fn quarter_round(state: vec4u) -> vec4u {
  var a = state.x;
  var b = state.y;
  var c = state.z;
  var d = state.w;
  a += b; d = rotate(d ^ a, 16u);
  c += d; b = rotate(b ^ c, 12u);
  a += b; d = rotate(d ^ a, 8u);
  c += d; b = rotate(b ^ c, 7u);
  return vec4u(a, b, c, d);
}

fn eight_rounds(state: vec4u) -> vec4u {
  var mixed = state;
  for (var round = 0u; round < 8u; round++) { mixed = quarter_round(mixed); }
  return mixed;
}

fn absorb(state: vec4u, words: vec4u) -> vec4u {
  return quarter_round(vec4u(state.x + words.x, state.y ^ words.y, state.z + words.z, state.w ^ words.w));
}

fn read_row(buffer: u32, at: u32) -> vec4u {
  switch (buffer) {
    case 0u: { return memory0[at]; }
    case 1u: { return memory1[at]; }
    case 2u: { return memory2[at]; }
    case 3u: { return memory3[at]; }
    case 4u: { return memory4[at]; }
    case 5u: { return memory5[at]; }
    default: { return memory6[at]; }
  }
}

@compute @workgroup_size(64)
fn start(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.lane_count) { return; }
  let lane = params.first_lane + id.x;
  lanes[lane - params.batch_lane] = eight_rounds(params.nonce ^ vec4u(lane, 0u, 0u, 0u));
}

@compute @workgroup_size(64)
fn walk(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.lane_count) { return; }
  let place = params.first_lane - params.batch_lane + id.x;
  var state = lanes[place];
  let item_mask = (1u << params.item_bits) - 1u;
  let part_mask = (1u << params.part_bits) - 1u;
  for (var step = 0u; step < params.step_count; step++) {
    let part = (state.x >> params.item_bits) & part_mask;
    let shard = (params.first_step + step) % params.group_shards;
    let buffer = (shard << params.part_bits) + part;
    let start = 8u * (state.x & item_mask);
    for (var row = 0u; row < 8u; row++) { state = absorb(state, read_row(buffer, start + row)); }
  }
  lanes[place] = state;
}

@compute @workgroup_size(64)
fn collect(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.lane_count) { return; }
  let lane = params.first_lane + id.x;
  let digest = eight_rounds(lanes[lane - params.batch_lane]);
  atomicAdd(&found.finished, 1u);
  if (digest.x < params.share_target) {
    let at = atomicAdd(&found.count, 1u);
    if (at < arrayLength(&found.shares)) {
      found.shares[at] = Share(lane, array<u32, 4>(digest.x, digest.y, digest.z, digest.w));
    }
  }
}
