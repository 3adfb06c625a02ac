import type { HostTensor } from '../../engine/shape.ts';

/** y[r,c] = x[r,c] + bias[c], with x (…,C) seen as rows of C channels. */
export function addBias(x: HostTensor, bias: HostTensor, y: HostTensor): void {
  const C = bias.data.length;
  for (let start = 0; start < x.data.length; start += C) {
    for (let c = 0; c < C; c++) y.data[start + c] = x.data[start + c] + bias.data[c];
  }
}

/** dbias[c] = Σ_r dy[r,c]. */
export function biasGrad(dy: HostTensor, dbias: HostTensor): void {
  const C = dbias.data.length;
  for (let c = 0; c < C; c++) {
    let sum = 0;
    for (let at = c; at < dy.data.length; at += C) sum += dy.data[at];
    dbias.data[c] = sum;
  }
}
