// The other way round: the outputs of a convolution whose tap (u,v) reads these pixels of the image. Where there is none,
// the numbers are greater than any row or column.

fn sourceRows(rows: vec4u, u: u32) -> vec4u {
  return windowsAt(rows + params.padTop - u * params.dilationHeight, params.strideHeight);
}

fn sourceCols(cols: vec4u, v: u32) -> vec4u {
  return windowsAt(cols + params.padLeft - v * params.dilationWidth, params.strideWidth);
}

// Before the first window `distances` are negative and wrap; neighbors of the wrapping point must not be divided.
fn windowsAt(distances: vec4u, stride: u32) -> vec4u {
  let met = (distances % stride == vec4u(0)) & (distances < vec4u(0x80000000u));
  return select(vec4u(0xffffffffu), distances / stride, met);
}
