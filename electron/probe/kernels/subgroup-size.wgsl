// How many invocations run side by side, counted by themselves: what a renamed device cannot hide.

enable subgroups;

struct Params {
  one: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> sizes: array<u32>;

@compute @workgroup_size(128)
fn count(@builtin(local_invocation_index) local: u32) {
  sizes[local] = subgroupAdd(params.one);
}
