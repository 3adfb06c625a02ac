// Products of affine maps of the plane, one for each row of six numbers: y(j, i) = first(next(j, i)). A thread makes three
// numbers, those of one coordinate.
struct Params {
  rows: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> first: array<f32>;
@group(0) @binding(2) var<storage, read> next: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = flatIndex(id, groups);
  if (row >= params.rows) { return; }
  let at = 3u * row;
  let n = 6u * (row / 2u);
  let a = first[at];
  let b = first[at + 1u];
  y[at] = a * next[n] + b * next[n + 3u];
  y[at + 1u] = a * next[n + 1u] + b * next[n + 4u];
  y[at + 2u] = a * next[n + 2u] + b * next[n + 5u] + first[at + 2u];
}
