import type { HostTensor } from '../../engine/shape.ts';
import { type PoolAttrs, pool2dGeometry } from '../geometry.ts';

/**
 * y[n,i,j,c] = mean of x[n,row,col,c] over the window's pixels inside the image, row = i·strideHeight + u − padTop and
 * col = j·strideWidth + v − padLeft: padding does not count.
 */
export function averagePool2d(x: HostTensor, y: HostTensor, attrs: PoolAttrs): void {
  const geometry = pool2dGeometry(x.shape, attrs);
  const { inHeight, inWidth, windowHeight, windowWidth, strideHeight, strideWidth, padTop, padLeft } = geometry;
  const [N, I, J, C] = y.shape;
  for (let n = 0; n < N; n++) {
    for (let i = 0; i < I; i++) {
      for (let j = 0; j < J; j++) {
        for (let c = 0; c < C; c++) {
          let sum = 0;
          let count = 0;
          for (let u = 0; u < windowHeight; u++) {
            const row = i * strideHeight + u - padTop;
            if (row < 0 || row >= inHeight) continue;
            for (let v = 0; v < windowWidth; v++) {
              const col = j * strideWidth + v - padLeft;
              if (col < 0 || col >= inWidth) continue;
              sum += x.data[((n * inHeight + row) * inWidth + col) * C + c];
              count++;
            }
          }
          y.data[((n * I + i) * J + j) * C + c] = sum / count;
        }
      }
    }
  }
}

/** dx[n,row,col,c] = Σ of dy[n,i,j,c] / count over the windows (i, j) that see the pixel, count their pixels inside the image. */
export function averagePool2dGrad(dy: HostTensor, dx: HostTensor, attrs: PoolAttrs): void {
  const geometry = pool2dGeometry(dx.shape, attrs);
  const { inHeight, inWidth, windowHeight, windowWidth, strideHeight, strideWidth, padTop, padLeft } = geometry;
  const [N, I, J, C] = dy.shape;
  dx.data.fill(0);
  for (let n = 0; n < N; n++) {
    for (let i = 0; i < I; i++) {
      const firstRow = Math.max(i * strideHeight - padTop, 0);
      const endRow = Math.min(i * strideHeight - padTop + windowHeight, inHeight);
      for (let j = 0; j < J; j++) {
        const firstCol = Math.max(j * strideWidth - padLeft, 0);
        const endCol = Math.min(j * strideWidth - padLeft + windowWidth, inWidth);
        const count = (endRow - firstRow) * (endCol - firstCol);
        for (let row = firstRow; row < endRow; row++) {
          for (let col = firstCol; col < endCol; col++) {
            for (let c = 0; c < C; c++) {
              dx.data[((n * inHeight + row) * inWidth + col) * C + c] += dy.data[((n * I + i) * J + j) * C + c] / count;
            }
          }
        }
      }
    }
  }
}
