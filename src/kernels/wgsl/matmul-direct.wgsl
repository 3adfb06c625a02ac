// y[chunk,i,j] = sum over the k of a chunk of a[i,k] * b[k,j]; with a single chunk, the product of a and b. Steps say how
// far apart in memory neighboring rows, columns and k are, so that either side may be stored transposed.
// One thread per chunk, 8 rows and COLUMNS columns, without workgroup memory. Each number of a that it reads is multiplied
// by all its columns of b, and each of b by all its rows of a. Rows and columns of the last tile that do not exist are
// computed from whatever is read, and not written.
struct Params {
  rows: u32, columns: u32, inner: u32, chunkInner: u32, rowStepA: u32, innerStepA: u32, innerStepB: u32, columnStepB: u32,
  size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let columnTiles = (params.columns + COLUMNS - 1u) / COLUMNS;
  let rowTiles = (params.rows + 7u) / 8u;
  let column = (index % columnTiles) * COLUMNS;
  let row = ((index / columnTiles) % rowTiles) * 8u;
  let chunk = index / (columnTiles * rowTiles);

  let first = chunk * params.chunkInner;
  let end = min(first + params.chunkInner, params.inner);
  var top = (row + vec4u(0, 1, 2, 3)) * params.rowStepA + first * params.innerStepA;
  var bottom = top + 4u * params.rowStepA;
  var atB = first * params.innerStepB + column * params.columnStepB;
  var sum0 = Columns();
  var sum1 = Columns();
  var sum2 = Columns();
  var sum3 = Columns();
  var sum4 = Columns();
  var sum5 = Columns();
  var sum6 = Columns();
  var sum7 = Columns();
  for (var k = first; k < end; k++) {
    let columns = columnsOfB(atB, params.columnStepB);
    sum0 += a[top[0]] * columns;
    sum1 += a[top[1]] * columns;
    sum2 += a[top[2]] * columns;
    sum3 += a[top[3]] * columns;
    sum4 += a[bottom[0]] * columns;
    sum5 += a[bottom[1]] * columns;
    sum6 += a[bottom[2]] * columns;
    sum7 += a[bottom[3]] * columns;
    top += params.innerStepA;
    bottom += params.innerStepA;
    atB += params.innerStepB;
  }

  writeRow(chunk, row, column, sum0);
  writeRow(chunk, row + 1u, column, sum1);
  writeRow(chunk, row + 2u, column, sum2);
  writeRow(chunk, row + 3u, column, sum3);
  writeRow(chunk, row + 4u, column, sum4);
  writeRow(chunk, row + 5u, column, sum5);
  writeRow(chunk, row + 6u, column, sum6);
  writeRow(chunk, row + 7u, column, sum7);
}

fn writeRow(chunk: u32, row: u32, column: u32, sums: Columns) {
  if (row >= params.rows) { return; }
  writeColumns((chunk * params.rows + row) * params.columns + column, sums, column, params.columns);
}
