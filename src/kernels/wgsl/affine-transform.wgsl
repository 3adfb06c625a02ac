// y[b,i,j,c] = x of image b and channel c at row r and column s, where t = transforms[b] and
//   s = t0*j + t1*i + t2    r = t3*j + t4*i + t5
// Between pixels the four around are mixed by nearness, or the nearest is taken. One thread per pixel of y.
struct Params {
  height: u32, width: u32, channels: u32, fillMode: u32, fillValue: f32, pixels: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> transforms: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

override IS_NEAREST: bool = false;

// Values of params.fillMode, in the order of ops/affine-transform.ts.
const REFLECT = 0u;
const WRAP = 1u;
const CONSTANT = 2u;

// The remainder that is never negative.
fn modulo(a: i32, n: i32) -> i32 { return ((a % n) + n) % n; }

// The row or column, of `size`, that stands for row or column `at`; `at` itself for CONSTANT.
fn inside(at: i32, size: i32) -> i32 {
  switch params.fillMode {
    case REFLECT: {
      let folded = modulo(at, 2 * size);
      return min(folded, 2 * size - 1 - folded);
    }
    case WRAP: { return modulo(at, size); }
    case CONSTANT: { return at; }
    default: { return clamp(at, 0, size - 1); }
  }
}

// A pixel of x: index of its first channel.
struct Source {
  start: u32,
  isBeyond: bool,
}

fn sourceAt(image: u32, row: i32, column: i32) -> Source {
  let height = i32(params.height);
  let width = i32(params.width);
  let i = inside(row, height);
  let j = inside(column, width);
  if (i < 0 || i >= height || j < 0 || j >= width) { return Source(0u, true); }
  return Source(((image * params.height + u32(i)) * params.width + u32(j)) * params.channels, false);
}

fn valueOf(source: Source, channel: u32) -> f32 {
  if (source.isBeyond) { return params.fillValue; }
  return x[source.start + channel];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let pixel = flatIndex(id, groups);
  if (pixel >= params.pixels) { return; }
  let line = pixel / params.width;
  let j = f32(pixel % params.width);
  let i = f32(line % params.height);
  let image = line / params.height;
  let t = 6u * image;
  let s = transforms[t] * j + transforms[t + 1u] * i + transforms[t + 2u];
  let r = transforms[t + 3u] * j + transforms[t + 4u] * i + transforms[t + 5u];
  let start = pixel * params.channels;
  if (IS_NEAREST) {
    let source = sourceAt(image, i32(floor(r + 0.5)), i32(floor(s + 0.5)));
    for (var c = 0u; c < params.channels; c++) { y[start + c] = valueOf(source, c); }
    return;
  }
  let top = i32(floor(r));
  let left = i32(floor(s));
  let rho = r - floor(r);
  let sigma = s - floor(s);
  let topLeft = sourceAt(image, top, left);
  let topRight = sourceAt(image, top, left + 1);
  let bottomLeft = sourceAt(image, top + 1, left);
  let bottomRight = sourceAt(image, top + 1, left + 1);
  for (var c = 0u; c < params.channels; c++) {
    let upper = (1.0 - sigma) * valueOf(topLeft, c) + sigma * valueOf(topRight, c);
    let lower = (1.0 - sigma) * valueOf(bottomLeft, c) + sigma * valueOf(bottomRight, c);
    y[start + c] = (1.0 - rho) * upper + rho * lower;
  }
}
