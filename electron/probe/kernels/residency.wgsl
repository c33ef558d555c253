// Where a shard lies: reads lines of 128 bytes in an order that no cache or prefetcher can guess, each line once until
// all have been read. It counts the lines, so that the host sees when it never ran; only its time is of interest.

struct Params {
  // Place in the order at which this dispatch begins.
  first: u32,
  // The shard has 2^line_bits lines.
  line_bits: u32,
}

struct Result {
  lines: atomic<u32>,
  // Keeps the reads from being optimised away.
  kept: atomic<u32>,
}

// Eight invocations share a line, so a workgroup takes 32 lines at a time.
const lines_at_once = 32u;
const lines_per_group = 512u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> memory: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> result: Result;

// A permutation of 2^line_bits numbers.
fn permuted(number: u32) -> u32 {
  let mask = (1u << params.line_bits) - 1u;
  let half = params.line_bits / 2u;
  var line = (number * 0x9e3779b1u) & mask;
  line = ((line ^ (line >> half)) * 0x85ebca6bu) & mask;
  line = ((line ^ (line >> half)) * 0xc2b2ae35u) & mask;
  return line ^ (line >> half);
}

@compute @workgroup_size(256)
fn visit(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  var seen = vec4u(0u);
  for (var step = 0u; step < lines_per_group; step += lines_at_once) {
    let line = permuted(params.first + group.x * lines_per_group + step + local / 8u);
    seen ^= memory[line * 8u + local % 8u];
  }
  if (all(seen == vec4u(0x5bd1e995u))) { atomicAdd(&result.kept, 1u); }
  if (local == 0u) { atomicAdd(&result.lines, lines_per_group); }
}
