import type { HostTensor } from '../../engine/shape.ts';

/** y[n] = 1 where target[n,:] and output[n,:], both (N,C), are greatest at the same class, the first among equals. */
export function categoricalAccuracy(target: HostTensor, output: HostTensor, y: HostTensor): void {
  const C = output.shape[output.shape.length - 1];
  for (let n = 0; n < y.data.length; n++) {
    let label = 0;
    let best = 0;
    for (let c = 1; c < C; c++) {
      if (target.data[n * C + c] > target.data[n * C + label]) label = c;
      if (output.data[n * C + c] > output.data[n * C + best]) best = c;
    }
    y.data[n] = label === best ? 1 : 0;
  }
}
