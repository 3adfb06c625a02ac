// NaN, as the answer to an index that is out of range. It is made from that index because WGSL refuses constant NaN.
fn notANumber(index: u32) -> f32 {
  return bitcast<f32>(index | 0x7fc00000u);
}

// The bits tell surely: compilers may take it that no number is NaN.
fn isNotANumber(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}
