// Random reads of 128 bytes: eight neighbouring invocations read one item together, each a vec4. The items come in an
// order that no cache can foresee, and none waits for another. A pass reads every item once.

struct Params {
  salt: u32,
  // Rows of one vec4 per invocation, of which this dispatch takes `rows` from `first_row` on.
  first_row: u32,
  rows: u32,
  // The buffer holds 2^item_bits items.
  item_bits: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> memory: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> sums: array<u32>;

// Each step can be undone, so every item comes once.
fn permuted(number: u32) -> u32 {
  let mask = (1u << params.item_bits) - 1u;
  let half = (params.item_bits + 1u) / 2u;
  var item = (number + params.salt) & mask;
  item = ((item ^ (item >> half)) * 0x7feb352du) & mask;
  item = ((item ^ (item >> half)) * 0x846ca68bu) & mask;
  return item ^ (item >> half);
}

@compute @workgroup_size(256)
fn read_items(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let items_per_row = 32u * groups.x;
  var sum = vec4u(0u);
  for (var row = 0u; row < params.rows; row++) {
    let item = permuted((params.first_row + row) * items_per_row + id.x / 8u);
    sum += memory[8u * item + id.x % 8u];
  }
  sums[id.x] += sum.x + sum.y + sum.z + sum.w;
}
