// fp32 throughput: sixteen independent chains of fused multiply-adds per invocation, all in registers. The factors come
// from a uniform, so no compiler can fold the loop; they are 1, so the chains count in small integers, which every
// rounding mode keeps exact, and the host knows each sum.

struct Params {
  iterations: u32,
  factor: f32,
  addend: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;

@compute @workgroup_size(64)
fn multiply_add(@builtin(global_invocation_id) id: vec3u) {
  let lane = id.x;
  let m = vec4f(params.factor);
  let n = vec4f(params.addend);
  var a = vec4f(f32(lane & 15u)) + vec4f(0.0, 1.0, 2.0, 3.0);
  var b = a + vec4f(4.0);
  var c = a + vec4f(8.0);
  var d = a + vec4f(12.0);
  for (var i = 0u; i < params.iterations; i++) {
    a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
    a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
    a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
    a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
    a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
    a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
    a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
    a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
  }
  let total = (a + b) + (c + d);
  sums[lane] += u32((total.x + total.y) + (total.z + total.w));
}
