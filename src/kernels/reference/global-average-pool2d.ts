import type { HostTensor } from '../../engine/shape.ts';

/** y[n,c] = mean of x[n,i,j,c] over all pixels (i, j). */
export function globalAveragePool2d(x: HostTensor, y: HostTensor): void {
  const [N, H, W, C] = x.shape;
  for (let n = 0; n < N; n++) {
    for (let c = 0; c < C; c++) {
      let sum = 0;
      for (let pixel = 0; pixel < H * W; pixel++) sum += x.data[(n * H * W + pixel) * C + c];
      y.data[n * C + c] = sum / (H * W);
    }
  }
}

/** dx[n,i,j,c] = dy[n,c] / (H·W). */
export function globalAveragePool2dGrad(dy: HostTensor, dx: HostTensor): void {
  const [N, H, W, C] = dx.shape;
  for (let n = 0; n < N; n++) {
    for (let pixel = 0; pixel < H * W; pixel++) {
      for (let c = 0; c < C; c++) dx.data[(n * H * W + pixel) * C + c] = dy.data[n * C + c] / (H * W);
    }
  }
}
