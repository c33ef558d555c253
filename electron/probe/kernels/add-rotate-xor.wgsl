// int32 throughput: the additions, rotations and xors of the proof's fill (fill.wgsl), on a state that stays in
// registers. One iteration is the block function of ChaCha8; the host computes a few states alike.

struct Params {
  iterations: u32,
  key: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;

fn rotate(words: vec4u, bits: u32) -> vec4u {
  return (words << vec4u(bits)) | (words >> vec4u(32u - bits));
}

@compute @workgroup_size(64)
fn permute(@builtin(global_invocation_id) id: vec3u) {
  let lane = id.x;
  var x0 = vec4u(0x61707865u, 0x3320646eu, 0x79622d32u, 0x6b206574u);
  var x1 = vec4u(params.key);
  var x2 = vec4u(params.key);
  var x3 = vec4u(lane & 7u, 0u, 0u, 0u);
  for (var i = 0u; i < params.iterations; i++) {
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
  let total = (x0 ^ x1) ^ (x2 ^ x3);
  sums[lane] += total.x ^ total.y ^ total.z ^ total.w;
}
