// int8 throughput without matrix units: sixteen independent chains of packed dot products of four. Each step takes the
// last result as its four bytes, so nothing can be moved out of the loop; the host knows where each chain is after how
// many steps.

requires packed_4x8_integer_dot_product;

struct Params {
  iterations: u32,
  weights: u32,
  addend: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;

fn dots(x: vec4u) -> vec4u {
  let w = params.weights;
  let sums_of_four = vec4i(
    dot4I8Packed(x.x, w), dot4I8Packed(x.y, w), dot4I8Packed(x.z, w), dot4I8Packed(x.w, w)
  );
  return bitcast<vec4u>(sums_of_four + vec4i(params.addend));
}

@compute @workgroup_size(64)
fn dot_chains(@builtin(global_invocation_id) id: vec3u) {
  let lane = id.x;
  var a = vec4u(lane & 7u) + vec4u(0u, 1u, 2u, 3u);
  var b = a + vec4u(4u);
  var c = a + vec4u(8u);
  var d = a + vec4u(12u);
  for (var i = 0u; i < params.iterations; i++) {
    a = dots(a); b = dots(b); c = dots(c); d = dots(d);
    a = dots(a); b = dots(b); c = dots(c); d = dots(d);
    a = dots(a); b = dots(b); c = dots(c); d = dots(d);
    a = dots(a); b = dots(b); c = dots(c); d = dots(d);
    a = dots(a); b = dots(b); c = dots(c); d = dots(d);
    a = dots(a); b = dots(b); c = dots(c); d = dots(d);
    a = dots(a); b = dots(b); c = dots(c); d = dots(d);
    a = dots(a); b = dots(b); c = dots(c); d = dots(d);
  }
  let total = (a + b) + (c + d);
  sums[lane] += total.x + total.y + total.z + total.w;
}
