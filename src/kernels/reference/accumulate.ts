import type { HostTensor } from '../../engine/shape.ts';

/** totals[0] += sum and totals[1] += count, with totals (2) and sum a scalar. */
export function accumulate(totals: HostTensor, sum: HostTensor, count: number): void {
  totals.data[0] += sum.data[0];
  totals.data[1] += count;
}
