// y[o,i] = a[o,i] for i < aRow, b[o, i - aRow] beyond, with a (outer, aRow) and b (outer, bRow), row-major.
// One thread per Lanes of y.
struct Params {
  aRow: u32, bRow: u32, size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<Lanes>;
@group(0) @binding(2) var<storage, read> b: array<Lanes>;
@group(0) @binding(3) var<storage, read_write> y: array<Lanes>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let row = params.aRow + params.bRow;
  let outer = index / row;
  let i = index % row;
  if (i < params.aRow) {
    y[index] = a[outer * params.aRow + i];
  } else {
    y[index] = b[outer * params.bRow + i - params.aRow];
  }
}
