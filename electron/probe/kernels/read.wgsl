// Memory bandwidth: `fill` writes words that are known from their place, `read` streams over them in order and adds
// them up per invocation, so that the host knows each sum.

struct Params {
  // Number of the bound buffer's first word over all buffers.
  first_word: u32,
  // Rows of one vec4 per invocation, of which this dispatch takes `rows` from `first_row` on.
  first_row: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> memory: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> sums: array<u32>;

@compute @workgroup_size(256)
fn fill(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let width = 256u * groups.x;
  for (var row = 0u; row < params.rows; row++) {
    let at = (params.first_row + row) * width + id.x;
    memory[at] = (vec4u(params.first_word + 4u * at) + vec4u(1u, 2u, 3u, 4u)) * vec4u(0x9e3779b1u);
  }
}

@compute @workgroup_size(256)
fn read(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let width = 256u * groups.x;
  var sum = vec4u(0u);
  for (var row = 0u; row < params.rows; row++) { sum += memory[(params.first_row + row) * width + id.x]; }
  sums[id.x] += sum.x + sum.y + sum.z + sum.w;
}
