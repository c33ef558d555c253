// int8 matrix product by packed dot products of four, summed up modulo 2^32. `multiply` adds A·B to C: 128×128 of it in a
// workgroup and 8×8 in an invocation, four rows and four columns of either half. A word of either operand is four
// neighbours of the inner dimension, and both lie with a row's or column's neighbours side by side
// (shared/domain/proof/int8-product.ts). `project` multiplies C by a row of numbers from the left, for the host to check
// (Freivalds).

requires packed_4x8_integer_dot_product;

struct Params {
  // The matrices are n×n, n a multiple of 128.
  n: u32,
  unused: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> a: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> b: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> c: array<vec4i>;
@group(0) @binding(4) var<storage, read_write> row: array<u32>;
@group(0) @binding(5) var<storage, read_write> projection: array<vec4u>;

// In words: 32 elements of the inner dimension.
const depth = 8u;
var<workgroup> a_tile: array<array<vec4u, 32>, depth>;
var<workgroup> b_tile: array<array<vec4u, 32>, depth>;

fn dots(x: u32, y: vec4u) -> vec4i {
  return vec4i(dot4I8Packed(x, y.x), dot4I8Packed(x, y.y), dot4I8Packed(x, y.z), dot4I8Packed(x, y.w));
}

fn add(row_at: u32, column: u32, low: vec4i, high: vec4i) {
  let at = row_at * (params.n / 4u) + column;
  c[at] += low;
  c[at + 16u] += high;
}

@compute @workgroup_size(256)
fn multiply(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let tiles = params.n / 128u;
  let tile_row = group.x / tiles;
  let tile_column = group.x % tiles;
  let stride = params.n / 4u;
  let x = local % 16u;
  let y = local / 16u;
  var c0_low = vec4i(0); var c0_high = vec4i(0);
  var c1_low = vec4i(0); var c1_high = vec4i(0);
  var c2_low = vec4i(0); var c2_high = vec4i(0);
  var c3_low = vec4i(0); var c3_high = vec4i(0);
  var c4_low = vec4i(0); var c4_high = vec4i(0);
  var c5_low = vec4i(0); var c5_high = vec4i(0);
  var c6_low = vec4i(0); var c6_high = vec4i(0);
  var c7_low = vec4i(0); var c7_high = vec4i(0);
  for (var k = 0u; k < stride; k += depth) {
    for (var part = local; part < depth * 32u; part += 256u) {
      let from_row = (k + part / 32u) * stride + part % 32u;
      a_tile[part / 32u][part % 32u] = a[from_row + tile_row * 32u];
      b_tile[part / 32u][part % 32u] = b[from_row + tile_column * 32u];
    }
    workgroupBarrier();
    for (var step = 0u; step < depth; step++) {
      let a_low = a_tile[step][y];
      let a_high = a_tile[step][y + 16u];
      let b_low = b_tile[step][x];
      let b_high = b_tile[step][x + 16u];
      c0_low += dots(a_low.x, b_low); c0_high += dots(a_low.x, b_high);
      c1_low += dots(a_low.y, b_low); c1_high += dots(a_low.y, b_high);
      c2_low += dots(a_low.z, b_low); c2_high += dots(a_low.z, b_high);
      c3_low += dots(a_low.w, b_low); c3_high += dots(a_low.w, b_high);
      c4_low += dots(a_high.x, b_low); c4_high += dots(a_high.x, b_high);
      c5_low += dots(a_high.y, b_low); c5_high += dots(a_high.y, b_high);
      c6_low += dots(a_high.z, b_low); c6_high += dots(a_high.z, b_high);
      c7_low += dots(a_high.w, b_low); c7_high += dots(a_high.w, b_high);
    }
    workgroupBarrier();
  }
  let first_row = tile_row * 128u + 4u * y;
  let column = tile_column * 32u + x;
  add(first_row + 0u, column, c0_low, c0_high);
  add(first_row + 1u, column, c1_low, c1_high);
  add(first_row + 2u, column, c2_low, c2_high);
  add(first_row + 3u, column, c3_low, c3_high);
  add(first_row + 64u, column, c4_low, c4_high);
  add(first_row + 65u, column, c5_low, c5_high);
  add(first_row + 66u, column, c6_low, c6_high);
  add(first_row + 67u, column, c7_low, c7_high);
}

@compute @workgroup_size(32)
fn project(@builtin(global_invocation_id) id: vec3u) {
  let stride = params.n / 4u;
  var sum = vec4u(0u);
  for (var at = 0u; at < params.n; at++) { sum += vec4u(row[at]) * bitcast<vec4u>(c[at * stride + id.x]); }
  projection[id.x] = sum;
}
