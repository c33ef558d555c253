// Memory copy: every word of the source goes to the same place of the target, and a number is added to it on the way.
// So no copy can be skipped: the memory tells how often it was copied.

struct Params {
  addend: u32,
  // Rows of one vec4 per invocation, of which this dispatch takes `rows` from `first_row` on.
  first_row: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> source: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> target_memory: array<vec4u>;

@compute @workgroup_size(256)
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let width = 256u * groups.x;
  for (var row = 0u; row < params.rows; row++) {
    let at = (params.first_row + row) * width + id.x;
    target_memory[at] = source[at] + vec4u(params.addend);
  }
}
