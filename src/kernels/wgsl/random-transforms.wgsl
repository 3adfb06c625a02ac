// Six numbers for each image that mirror it, turn it by phi, zoom it and move it by (m, n) pixels, at random: with
// e = 1 + zoom and (p, q) the image's center, an output pixel (j, i) reads the input at
//   u = eWidth * (j - n - q)    v = eHeight * (i - m - p)
//   column = q +- (cos phi * u - sin phi * v)    row = p +- (sin phi * u + cos phi * v)
// The numbers are low + range * u with u in [0, 1) from (seed, salt, 3b), (seed, salt, 3b+1) and (seed, salt, 3b+2).
// One thread per image.
struct Params {
  salt: u32, flipColumns: u32, flipRows: u32, keepAspect: u32, height: f32, width: f32,
  rotationLow: f32, rotationRange: f32, zoomHeightLow: f32, zoomHeightRange: f32, zoomWidthLow: f32, zoomWidthRange: f32,
  translationHeightLow: f32, translationHeightRange: f32, translationWidthLow: f32, translationWidthRange: f32,
  images: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> seed: array<u32>;
@group(0) @binding(2) var<storage, read_write> transforms: array<f32>;

// -1 for half of the words where images are mirrored at all.
fn signOf(flip: u32, word: u32) -> f32 {
  return select(1.0, -1.0, flip != 0u && word < 0x80000000u);
}

// Cosine and sine of an angle in full turns: the Taylor series of what is left when whole quarters are taken off, since
// WGSL's own may be off by 2^-11.
fn cosineAndSine(turns: f32) -> vec2f {
  let quarters = round(4.0 * turns);
  let a = 6.2831853 * (turns - quarters / 4.0);
  let s = a * a;
  let cosine = 1.0 + s * (-1.0 / 2.0 + s * (1.0 / 24.0 + s * (-1.0 / 720.0 + s * (1.0 / 40320.0))));
  let sine = a * (1.0 + s * (-1.0 / 6.0 + s * (1.0 / 120.0 + s * (-1.0 / 5040.0 + s * (1.0 / 362880.0)))));
  switch i32(quarters) & 3 {
    case 0: { return vec2f(cosine, sine); }
    case 1: { return vec2f(-sine, cosine); }
    case 2: { return vec2f(-cosine, -sine); }
    default: { return vec2f(sine, -cosine); }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let b = flatIndex(id, groups);
  if (b >= params.images) { return; }
  let first = randomWords(seed[0], params.salt, 3u * b);
  let second = randomWords(seed[0], params.salt, 3u * b + 1u);
  let third = randomWords(seed[0], params.salt, 3u * b + 2u);
  let columns = signOf(params.flipColumns, first.x);
  let rows = signOf(params.flipRows, first.y);
  let turned = cosineAndSine(params.rotationLow + params.rotationRange * unitInterval(first.z));
  let eHeight = 1.0 + (params.zoomHeightLow + params.zoomHeightRange * unitInterval(second.x));
  let ownWidth = 1.0 + (params.zoomWidthLow + params.zoomWidthRange * unitInterval(second.y));
  let eWidth = select(ownWidth, eHeight, params.keepAspect != 0u);
  let m = params.height * (params.translationHeightLow + params.translationHeightRange * unitInterval(third.x));
  let n = params.width * (params.translationWidthLow + params.translationWidthRange * unitInterval(third.y));
  let p = (params.height - 1.0) / 2.0;
  let q = (params.width - 1.0) / 2.0;
  let t0 = columns * turned.x * eWidth;
  let t1 = -columns * turned.y * eHeight;
  let t3 = rows * turned.y * eWidth;
  let t4 = rows * turned.x * eHeight;
  let at = 6u * b;
  transforms[at] = t0;
  transforms[at + 1u] = t1;
  transforms[at + 2u] = q - t0 * (q + n) - t1 * (p + m);
  transforms[at + 3u] = t3;
  transforms[at + 4u] = t4;
  transforms[at + 5u] = p - t3 * (q + n) - t4 * (p + m);
}
