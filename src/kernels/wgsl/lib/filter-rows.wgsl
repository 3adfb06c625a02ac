// The rows (u,v,c) of a convolution's filter seen as a matrix, and where they read the image.
// Whether taps may read outside the image, where there are zeros.
override PADDED: bool = true;

// Four neighboring rows (u,v,c): how far their taps are below and right of the window's first, and their channels.
struct Taps {
  down: vec4u, right: vec4u, channel: vec4u,
}

fn tapsFrom(first: u32) -> Taps {
  let rows = first + vec4u(0, 1, 2, 3);
  let taps = rows / params.inChannels;
  let down = (taps / params.windowWidth) * params.dilationHeight - params.padTop; // above the image: wraps
  let right = (taps % params.windowWidth) * params.dilationWidth - params.padLeft;
  return Taps(down, right, rows % params.inChannels);
}

fn valueOfA(at: u32, inside: bool) -> f32 {
  if (!PADDED) { return a[at]; }
  return select(0.0, a[at], inside);
}
