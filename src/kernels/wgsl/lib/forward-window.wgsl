// Where the taps of a convolution's window read the image: the window of pixel i covers i * stride - pad and what follows.
// Outside the image the numbers are greater than any row or column, also above and left of it, where they wrap.

fn sourceRows(rows: vec4u, u: u32) -> vec4u {
  return rows * params.strideHeight + u * params.dilationHeight - params.padTop;
}

fn sourceCols(cols: vec4u, v: u32) -> vec4u {
  return cols * params.strideWidth + v * params.dilationWidth - params.padLeft;
}
