// Whether fewer than k of the row of `output` that begins at `start` are strictly greater than the one at `label`, and all
// of the row is finite.
fn isInTopK(start: u32, label: u32, classes: u32, k: u32) -> bool {
  if (label >= classes) { return false; }
  var greater = 0u;
  for (var c = start; c < start + classes; c++) {
    // The bits tell surely: compilers may take it that no number is infinite or NaN.
    if ((bitcast<u32>(output[c]) & 0x7f800000u) == 0x7f800000u) { return false; }
    if (output[c] > output[start + label]) { greater++; }
  }
  return greater < k;
}
