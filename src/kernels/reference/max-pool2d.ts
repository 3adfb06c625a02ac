import type { HostTensor } from '../../engine/shape.ts';
import { type PoolAttrs, pool2dGeometry } from '../geometry.ts';

/**
 * y[n,i,j,c] = max of x[n,row,col,c] over the window's pixels inside the image, row = i·strideHeight + u − padTop and
 * col = j·strideWidth + v − padLeft. argmax[n,i,j,c] is the winner's flat index in x; the first of equals wins.
 */
export function maxPool2d(x: HostTensor, y: HostTensor, argmax: HostTensor, attrs: PoolAttrs): void {
  const geometry = pool2dGeometry(x.shape, attrs);
  const { inHeight, inWidth, windowHeight, windowWidth, strideHeight, strideWidth, padTop, padLeft } = geometry;
  const [N, I, J, C] = y.shape;
  for (let n = 0; n < N; n++) {
    for (let i = 0; i < I; i++) {
      for (let j = 0; j < J; j++) {
        for (let c = 0; c < C; c++) {
          let winner = -1;
          for (let u = 0; u < windowHeight; u++) {
            const row = i * strideHeight + u - padTop;
            if (row < 0 || row >= inHeight) continue;
            for (let v = 0; v < windowWidth; v++) {
              const col = j * strideWidth + v - padLeft;
              if (col < 0 || col >= inWidth) continue;
              const at = ((n * inHeight + row) * inWidth + col) * C + c;
              if (winner < 0 || x.data[at] > x.data[winner]) winner = at;
            }
          }
          const out = ((n * I + i) * J + j) * C + c;
          y.data[out] = x.data[winner];
          argmax.data[out] = winner;
        }
      }
    }
  }
}

/** dx[p] = Σ of dy[q] over all q with argmax[q] = p. */
export function maxPool2dGrad(dy: HostTensor, argmax: HostTensor, dx: HostTensor): void {
  dx.data.fill(0);
  for (let q = 0; q < dy.data.length; q++) dx.data[argmax.data[q]] += dy.data[q];
}
