// Bilinear resizing of images with three bytes per pixel, a pixel at a time: for src/data/mix-rgb-rows.ts, apart from
// the kernels of the CPU device.

/** A pixel and its neighbor to the right: the six bytes, widened; two more are read and not used. */
// @ts-ignore: decorator
@inline
function twoPixels(at: usize): v128 {
  return v128.load_ext<u8>(at);
}

// @ts-ignore: decorator
@inline
function left(pixels: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(pixels));
}

// @ts-ignore: decorator
@inline
function right(pixels: v128): v128 {
  return left(v128.shuffle<u8>(pixels, pixels, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5));
}

// @ts-ignore: decorator
@inline
function mix(from: v128, to: v128, fraction: v128): v128 {
  return f32x4.add(from, f32x4.mul(f32x4.sub(to, from), fraction));
}

/** From where an output column is mixed: offset of its left pixel within a row, and how far towards the next one. */
@unmanaged
class Column {
  offset: i32;
  along: f32;
}

/** From where an output row is mixed: offsets of the two rows, and how far towards the second. */
@unmanaged
class Row {
  upper: i32;
  lower: i32;
  down: f32;
}

/** Every output pixel is stored with a fourth float, which the next one overwrites: `out` has room for one float more. */
export function mixRgbRows(pixels: usize, columns: usize, width: i32, rows: usize, height: i32, out: usize): void {
  const endOfRows = rows + height * offsetof<Row>();
  const endOfColumns = columns + width * offsetof<Column>();
  for (; rows < endOfRows; rows += offsetof<Row>()) {
    const row = changetype<Row>(rows);
    const upper = pixels + row.upper;
    const lower = pixels + row.lower;
    const down = f32x4.splat(row.down);
    for (let at = columns; at < endOfColumns; at += offsetof<Column>(), out += 12) {
      const column = changetype<Column>(at);
      const along = f32x4.splat(column.along);
      const above = twoPixels(upper + column.offset);
      const below = twoPixels(lower + column.offset);
      const top = mix(left(above), right(above), along);
      const bottom = mix(left(below), right(below), along);
      v128.store(out, mix(top, bottom, down));
    }
  }
}
