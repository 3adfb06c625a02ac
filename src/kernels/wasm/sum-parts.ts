// y[i] = Σ_part parts[part][i], in order. A task does `perTask` elements.

@unmanaged
class SumPartsParams {
  parts: usize;
  y: usize;
  size: u32;
  count: u32;
  perTask: u32;
}

export function sumParts(params: SumPartsParams, task: u32): void {
  const pitch = params.size << 2;
  const first = task * params.perTask;
  const end = min(first + params.perTask, params.size);
  let i = first;
  for (; i + 4 <= end; i += 4) {
    let from = params.parts + (i << 2);
    let sum = v128.load(from);
    for (let part: u32 = 1; part < params.count; part++) sum = f32x4.add(sum, v128.load((from += pitch)));
    v128.store(params.y + (i << 2), sum);
  }
  for (; i < end; i++) {
    let from = params.parts + (i << 2);
    let sum = load<f32>(from);
    for (let part: u32 = 1; part < params.count; part++) sum += load<f32>((from += pitch));
    store<f32>(params.y + (i << 2), sum);
  }
}
