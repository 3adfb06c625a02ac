// Where an output position of a resized axis reads: two input positions, and how far towards the second. Centers of
// pixels are at 1/2; all is exact in integers of 1/(2 outSize).
override BILINEAR: bool = false;

struct Tap {
  lower: u32, upper: u32, fraction: f32,
}

fn tapAt(o: u32, inSize: u32, outSize: u32) -> Tap {
  let center = (2 * o + 1) * inSize;
  if (!BILINEAR) { return Tap(center / (2 * outSize), center / (2 * outSize), 0.0); }
  let at = max(center, outSize) - outSize;
  let lower = at / (2 * outSize);
  if (lower + 1 >= inSize) { return Tap(inSize - 1, inSize - 1, 0.0); }
  return Tap(lower, lower + 1, f32(at % (2 * outSize)) / f32(2 * outSize));
}

// How much of input position `at` an output position takes.
fn weightOf(tap: Tap, at: u32) -> f32 {
  var weight = 0.0;
  if (tap.lower == at) { weight += 1.0 - tap.fraction; }
  if (tap.upper == at) { weight += tap.fraction; }
  return weight;
}

// The output positions that may read input position `at`, and few others: (first, end), end excluded.
fn readersOf(at: u32, inSize: u32, outSize: u32) -> vec2u {
  var first = 0u;
  if (at > 0) { first = (2 * at - 1) * outSize / (2 * inSize); }
  var end = outSize;
  if (at + 1 < inSize) { end = min((2 * at + 3) * outSize / (2 * inSize) + 1, outSize); }
  return vec2u(first, end);
}
