// y[k,n,c] = sum of x[n,pixel,c] over chunk k of the pixels, divided by the number of all pixels: the chunks add up to
// the mean. NHWC. One thread per Lanes of y.
struct Params {
  batch: u32, pixels: u32, channels: u32, chunkPixels: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<Lanes>;
@group(0) @binding(2) var<storage, read_write> y: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channel = index % params.channels;
  let image = (index / params.channels) % params.batch;
  let first = index / (params.channels * params.batch) * params.chunkPixels;
  let end = min(first + params.chunkPixels, params.pixels);

  var sum = Lanes(0.0);
  for (var pixel = first; pixel < end; pixel++) {
    sum += x[(image * params.pixels + pixel) * params.channels + channel];
  }
  y[index] = sum / f32(params.pixels);
}
