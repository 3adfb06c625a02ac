// dx[i] = dy[i] * slope(at[i]), for any shape. `slope` comes from a file in pointwise/ and takes the function's input or,
// where that says enough, its output. One thread per four elements.
struct Params {
  quads: u32, alpha: f32, beta: f32, gamma: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<vec4f>;
@group(0) @binding(2) var<storage, read> at: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> dx: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = flatIndex(id, groups);
  if (i >= params.quads) { return; }
  dx[i] = dy[i] * slope(at[i]);
}
