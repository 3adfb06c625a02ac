// y[4w + k] = bits 8k to 8k + 7 of words[w] as a number, for any shape. One thread per word; the last may write fewer.
struct Params {
  size: u32, words: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> words: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let w = flatIndex(id, groups);
  if (w >= params.words) { return; }
  let word = words[w];
  let end = min(4u * w + 4u, params.size);
  for (var i = 4u * w; i < end; i++) {
    y[i] = f32((word >> (8u * (i & 3u))) & 255u);
  }
}
