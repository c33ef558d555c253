// fp16 throughput: as fma.wgsl, in half precision, which holds the integers up to 2048 exactly. So the chains begin anew
// in every iteration, from a number that the iteration gives them: nothing can be moved out of the loop.

enable f16;

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
  let m = vec4h(f16(params.factor));
  let n = vec4h(f16(params.addend));
  var total = vec4u(0u);
  for (var i = 0u; i < params.iterations; i++) {
    var a = vec4h(f16((lane + i) & 15u)) + vec4h(0.0, 1.0, 2.0, 3.0);
    var b = a + vec4h(4.0);
    var c = a + vec4h(8.0);
    var d = a + vec4h(12.0);
    for (var step = 0u; step < 128u; step++) {
      a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
      a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
      a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
      a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
      a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
      a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
      a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
      a = fma(a, m, n); b = fma(b, m, n); c = fma(c, m, n); d = fma(d, m, n);
    }
    total += vec4u(a) + vec4u(b) + vec4u(c) + vec4u(d);
  }
  sums[lane] += total.x + total.y + total.z + total.w;
}
