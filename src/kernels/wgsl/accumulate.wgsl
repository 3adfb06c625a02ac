// totals[0] += sum[0], totals[1] += count. One thread.
struct Params {
  count: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sum: array<f32>;
@group(0) @binding(2) var<storage, read_write> totals: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (flatIndex(id, groups) > 0) { return; }
  totals[0] += sum[0];
  totals[1] += params.count;
}
