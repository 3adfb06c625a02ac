// Pooling windows along one axis: window i covers the pixels from i*stride - pad to i*stride - pad + window - 1.
// Ranges are (first, end), end excluded.

// The pixels of window `at` that lie inside the image. Every window has some.
fn visible(at: u32, stride: u32, window: u32, pad: u32, size: u32) -> vec2u {
  let start = at * stride; // counted from the padding's first pixel, so that nothing is negative
  return vec2u(max(start, pad) - pad, min(start + window, pad + size) - pad);
}

// The windows that cover pixel `at`; first >= end when there is none.
fn covering(at: u32, stride: u32, window: u32, pad: u32, windows: u32) -> vec2u {
  let padded = at + pad;
  var first = 0u;
  if (padded >= window) { first = (padded - window) / stride + 1u; }
  return vec2u(first, min(padded / stride + 1u, windows));
}
