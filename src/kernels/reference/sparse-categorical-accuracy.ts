import type { HostTensor } from '../../engine/shape.ts';

/** y[n] = 1 where the greatest of output[n,:] (N,C), the first among equals, is at target[n]; else 0. */
export function sparseCategoricalAccuracy(target: HostTensor, output: HostTensor, y: HostTensor): void {
  const C = output.shape[output.shape.length - 1];
  for (let n = 0; n < y.data.length; n++) {
    let best = 0;
    for (let c = 1; c < C; c++) {
      if (output.data[n * C + c] > output.data[n * C + best]) best = c;
    }
    y.data[n] = target.data[n] === best ? 1 : 0;
  }
}
