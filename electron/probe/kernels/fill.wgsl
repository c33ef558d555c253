// Stage A of the proof `perigee-fill-walk-1`: computes items of one shard into memory and collects those whose first
// word is below the target. The definition of an item is in shared/domain/proof/item.ts; this equals it bit for bit.

struct Params {
  seed_low: vec4u,
  seed_high: vec4u,
  // The shard, and the item of it that the bound buffer begins with (a shard may be held in several buffers).
  shard: u32,
  buffer_first_item: u32,
  // The items of this dispatch, counted within the buffer.
  first_item: u32,
  item_count: u32,
  rounds: u32,
  fill_target: u32,
}

struct Found {
  count: atomic<u32>,
  // (shard, item, first word, 0)
  shares: array<vec4u>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> memory: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> found: Found;

fn rotate(words: vec4u, bits: u32) -> vec4u {
  return (words << vec4u(bits)) | (words >> vec4u(32u - bits));
}

fn half_item(item: u32, half: u32) -> array<vec4u, 4> {
  var x0 = vec4u(0x61707865u, 0x3320646eu, 0x79622d32u, 0x6b206574u);
  var x1 = params.seed_low;
  var x2 = params.seed_high;
  var x3 = vec4u(2u * item + half, params.shard, 0u, 0u);
  for (var round = 0u; round < params.rounds; round++) {
    var a = x0;
    var b = x1;
    var c = x2;
    var d = x3;
    for (var double_round = 0u; double_round < 4u; double_round++) {
      a += b; d = rotate(d ^ a, 16u);
      c += d; b = rotate(b ^ c, 12u);
      a += b; d = rotate(d ^ a, 8u);
      c += d; b = rotate(b ^ c, 7u);
      b = b.yzwx; c = c.zwxy; d = d.wxyz;
      a += b; d = rotate(d ^ a, 16u);
      c += d; b = rotate(b ^ c, 12u);
      a += b; d = rotate(d ^ a, 8u);
      c += d; b = rotate(b ^ c, 7u);
      b = b.wxyz; c = c.zwxy; d = d.yzwx;
    }
    x0 += a; x1 += b; x2 += c; x3 += d;
  }
  return array<vec4u, 4>(x0, x1, x2, x3);
}

@compute @workgroup_size(64)
fn fill(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.item_count) { return; }
  let place = params.first_item + id.x;
  let item = params.buffer_first_item + place;
  for (var half = 0u; half < 2u; half++) {
    let words = half_item(item, half);
    let start = 8u * place + 4u * half;
    memory[start] = words[0];
    memory[start + 1u] = words[1];
    memory[start + 2u] = words[2];
    memory[start + 3u] = words[3];
    if (half == 0u && words[0].x < params.fill_target) {
      let at = atomicAdd(&found.count, 1u);
      if (at < arrayLength(&found.shares)) { found.shares[at] = vec4u(params.shard, item, words[0].x, 0u); }
    }
  }
}
