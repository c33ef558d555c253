// Launch latency: next to nothing, but counted.

struct Params {
  addend: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> launches: array<u32>;

@compute @workgroup_size(1)
fn count() {
  launches[0] += params.addend;
}
