// The rows of a convolution seen as a product of matrices: pixels, counted over all images, and where each reads for a
// tap of the filter. `sourceRows` and `sourceCols` come from forward-window.wgsl or backward-window.wgsl.
// Whether pixels may read outside the image, where there are zeros.
override PADDED: bool = true;

struct Pixels {
  image: vec4u, row: vec4u, col: vec4u,
}

// Four neighboring pixels of y.
fn pixelsFrom(first: u32) -> Pixels {
  let pixels = first + vec4u(0, 1, 2, 3);
  let lines = pixels / params.toWidth;
  return Pixels(lines / params.toHeight, lines % params.toHeight, pixels % params.toWidth);
}

fn rowsInside(pixels: Pixels, u: u32) -> vec4<bool> {
  return vec4<bool>(!PADDED) | (sourceRows(pixels.row, u) < vec4u(params.fromHeight));
}

struct Sources {
  start: vec4u, // index of the first channel in a
  inside: vec4<bool>,
}

fn sourcesOf(pixels: Pixels, u: u32, v: u32) -> Sources {
  let rows = sourceRows(pixels.row, u);
  let cols = sourceCols(pixels.col, v);
  let starts = ((pixels.image * params.fromHeight + rows) * params.fromWidth + cols) * params.fromChannels;
  if (!PADDED) { return Sources(starts, vec4<bool>(true)); }
  let inside = (rows < vec4u(params.fromHeight)) & (cols < vec4u(params.fromWidth));
  return Sources(select(vec4u(0), starts, inside), inside);
}

fn valueOfA(at: u32, inside: bool) -> f32 {
  if (!PADDED) { return a[at]; }
  return select(0.0, a[at], inside);
}
