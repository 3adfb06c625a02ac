// Running totals of a sum and a count.

@unmanaged
class AccumulateParams {
  sum: usize;
  totals: usize;
  count: f32;
}

/** totals[0] += sum and totals[1] += count, in the only task. */
export function accumulate(params: AccumulateParams, task: u32): void {
  store<f32>(params.totals, load<f32>(params.totals) + load<f32>(params.sum));
  store<f32>(params.totals, load<f32>(params.totals, 4) + params.count, 4);
}
