// y[chunk,i,j] = sum over the k of a chunk of a[i,k] * b[k,j]; with a single chunk, the product of a and b. Steps say how
// far apart in memory neighboring rows and k of a are, so that it may be stored transposed.
// One subgroup per chunk, 8 rows and COLUMNS columns per lane (lib/subgroup-product.wgsl): each of four lanes reads 8 rows of
// a for one k, and all lanes get them from there. Rows and columns of the last tile that do not exist are computed from
// whatever is read, and not written.
struct Params {
  rows: u32, columns: u32, inner: u32, chunkInner: u32, rowStepA: u32, innerStepA: u32, groups: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;

@compute @workgroup_size(SUBGROUP_SIZE)
fn main(
  @builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) ids: vec3u, @builtin(subgroup_invocation_id) lane: u32,
) {
  let group = flatGroup(id, ids);
  if (group >= params.groups) { return; }
  let columnTiles = (params.columns + COLUMNS * SUBGROUP_SIZE - 1u) / (COLUMNS * SUBGROUP_SIZE);
  let rowTiles = (params.rows + 7u) / 8u;
  let column = (group % columnTiles) * COLUMNS * SUBGROUP_SIZE + 4u * lane;
  let row = ((group / columnTiles) % rowTiles) * 8u;
  let chunk = group / (columnTiles * rowTiles);

  let top = (row + vec4u(0, 1, 2, 3)) * params.rowStepA;
  let bottom = top + 4u * params.rowStepA;
  var block = Block();
  let end = min((chunk + 1u) * params.chunkInner, params.inner);
  for (var k = chunk * params.chunkInner; k < end; k += 4u) {
    let heldK = (k + lane % 4u) * params.innerStepA;
    let held = Rows(
      vec4f(a[top[0] + heldK], a[top[1] + heldK], a[top[2] + heldK], a[top[3] + heldK]),
      vec4f(a[bottom[0] + heldK], a[bottom[1] + heldK], a[bottom[2] + heldK], a[bottom[3] + heldK]),
    );
    multiplyShared(&block, held, k * params.columns + column, params.columns, end - k);
  }

  writeBlock(block, chunk * params.rows * params.columns, row, column, params.rows, params.columns);
}
