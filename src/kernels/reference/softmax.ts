import type { HostTensor } from '../../engine/shape.ts';

/**
 * y[r,c] = e^(x[r,c] − m) / Σ_k e^(x[r,k] − m), with x (rows, classes) and m the row's largest x, so nothing overflows.
 */
export function softmax(x: HostTensor, y: HostTensor): void {
  const classes = x.shape.at(-1) ?? 1;
  for (let start = 0; start < x.data.length; start += classes) {
    let largest = x.data[start];
    for (let c = 1; c < classes; c++) largest = Math.max(largest, x.data[start + c]);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(x.data[start + c] - largest);
    for (let c = 0; c < classes; c++) y.data[start + c] = Math.exp(x.data[start + c] - largest) / sum;
  }
}

/** dx[r,c] = y[r,c] · (dy[r,c] − Σ_k dy[r,k] · y[r,k]). */
export function softmaxGrad(dy: HostTensor, y: HostTensor, dx: HostTensor): void {
  const classes = y.shape.at(-1) ?? 1;
  for (let start = 0; start < y.data.length; start += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += dy.data[start + c] * y.data[start + c];
    for (let c = 0; c < classes; c++) dx.data[start + c] = y.data[start + c] * (dy.data[start + c] - sum);
  }
}
