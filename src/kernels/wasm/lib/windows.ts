/**
 * Calls W.window for each window of a row of them: (params, first pixel of x inside the image, height and width of what
 * lies inside, pixel of y).
 */
@inline
export function eachWindow<W, P>(params: P, line: u32): void {
  const image = line / params.outHeight;
  const top = <i32>((line % params.outHeight) * params.strideHeight - params.padTop);
  const firstRow = <u32>max(top, 0);
  const endRow = min(<u32>(top + params.windowHeight), params.inHeight);
  for (let j: u32 = 0; j < params.outWidth; j++) {
    const left = <i32>(j * params.strideWidth - params.padLeft);
    const firstCol = <u32>max(left, 0);
    const endCol = min(<u32>(left + params.windowWidth), params.inWidth);
    const first = (image * params.inHeight + firstRow) * params.inWidth + firstCol;
    changetype<W>(0).window(params, first, endRow - firstRow, endCol - firstCol, line * params.outWidth + j);
  }
}
