// y[chunk,i,j] = sum over the k of a chunk of a[i,k] * b[k,j]; with a single chunk, the product of a and b. a may be
// stored transposed. One workgroup per chunk and tile of y (lib/tile-product.wgsl): its threads copy a tile of a and one
// of b to workgroup memory, multiply them, and go on to the next DEPTH inner numbers. Rows and columns of the last tile that
// do not exist are computed from whatever is read, and not written; inner numbers that do not exist count as 0.
override TRANSPOSE_A: bool = false;

struct Params {
  rows: u32, columns: u32, inner: u32, chunkInner: u32, groups: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;

// a[row,k] of four neighboring rows.
fn quadOfA(row: u32, k: u32) -> vec4f {
  if (TRANSPOSE_A) {
    let at = k * params.rows + row;
    return vec4f(a[at], a[at + 1u], a[at + 2u], a[at + 3u]);
  }
  let at = (row + vec4u(0, 1, 2, 3)) * params.inner + k;
  return vec4f(a[at[0]], a[at[1]], a[at[2]], a[at[3]]);
}

@compute @workgroup_size(SIDE * SIDE)
fn main(
  @builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) ids: vec3u, @builtin(local_invocation_index) thread: u32,
) {
  let group = flatGroup(id, ids);
  if (group >= params.groups) { return; }
  let columnTiles = (params.columns + 8u * SIDE - 1u) / (8u * SIDE);
  let rowTiles = (params.rows + 8u * SIDE - 1u) / (8u * SIDE);
  let firstColumn = (group % columnTiles) * 8u * SIDE;
  let firstRow = ((group / columnTiles) % rowTiles) * 8u * SIDE;
  let chunk = group / (columnTiles * rowTiles);

  var block = Block();
  let end = min((chunk + 1u) * params.chunkInner, params.inner);
  for (var first = chunk * params.chunkInner; first < end; first += DEPTH) {
    for (var i = thread; i < DEPTH * 2u * SIDE; i += SIDE * SIDE) {
      // Neighboring threads read neighboring numbers of a.
      let quad = select(i / DEPTH, i % (2u * SIDE), TRANSPOSE_A);
      let k = select(i % DEPTH, i / (2u * SIDE), TRANSPOSE_A);
      tileA[inTile(k, quad)] = select(vec4f(0), quadOfA(firstRow + 4u * quad, first + k), first + k < end);
    }
    for (var i = thread; i < DEPTH * 2u * SIDE; i += SIDE * SIDE) {
      let quad = i % (2u * SIDE);
      let k = i / (2u * SIDE);
      let read = quadOfB((first + k) * params.columns + firstColumn + 4u * quad);
      tileB[inTile(k, quad)] = select(vec4f(0), read, first + k < end);
    }
    workgroupBarrier();
    multiplyTiles(&block, thread / SIDE, thread % SIDE);
    workgroupBarrier();
  }

  let start = chunk * params.rows * params.columns;
  let row = firstRow + 4u * (thread / SIDE);
  let column = firstColumn + 4u * (thread % SIDE);
  writeBlock(block, start, row, column, params.rows, params.columns);
}
