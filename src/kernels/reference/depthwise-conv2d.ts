import type { HostTensor } from '../../engine/shape.ts';
import { type Conv2dAttrs, depthwiseConv2dGeometry } from '../geometry.ts';

// x (N,H,W,C), filter (U,V,C,M), y (N,I,J,C·M). Output pixel (i, j) and filter tap (u, v) meet at the input pixel
// row = i·strideHeight + u·dilationHeight − padTop, col = j·strideWidth + v·dilationWidth − padLeft.

/** y[n,i,j,c·M+m] = Σ_u Σ_v x[n,row,col,c] · filter[u,v,c,m], over the pixels inside the image. */
export function depthwiseConv2d(x: HostTensor, filter: HostTensor, y: HostTensor, attrs: Conv2dAttrs): void {
  const geometry = depthwiseConv2dGeometry(x.shape, filter.shape, attrs);
  const { inHeight, inWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = geometry;
  const [U, V, C, M] = filter.shape;
  const [N, I, J] = y.shape;
  const sums = new Float64Array(C * M);
  for (let n = 0; n < N; n++) {
    for (let i = 0; i < I; i++) {
      for (let j = 0; j < J; j++) {
        sums.fill(0);
        for (let u = 0; u < U; u++) {
          const row = i * strideHeight + u * dilationHeight - padTop;
          if (row < 0 || row >= inHeight) continue;
          for (let v = 0; v < V; v++) {
            const col = j * strideWidth + v * dilationWidth - padLeft;
            if (col < 0 || col >= inWidth) continue;
            const pixel = ((n * inHeight + row) * inWidth + col) * C;
            const tap = (u * V + v) * C * M;
            for (let c = 0; c < C; c++) {
              for (let m = 0; m < M; m++) sums[c * M + m] += x.data[pixel + c] * filter.data[tap + c * M + m];
            }
          }
        }
        y.data.set(sums, ((n * I + i) * J + j) * C * M);
      }
    }
  }
}

/** dx[n,row,col,c] = Σ over all (i, u) that meet in row and (j, v) that meet in col, and m, of dy[n,i,j,c·M+m] · filter[u,v,c,m]. */
export function depthwiseConv2dGradInput(dy: HostTensor, filter: HostTensor, dx: HostTensor, attrs: Conv2dAttrs): void {
  const geometry = depthwiseConv2dGeometry(dx.shape, filter.shape, attrs);
  const { inHeight, inWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = geometry;
  const [U, V, C, M] = filter.shape;
  const [N, I, J] = dy.shape;
  const sums = new Float64Array(C);
  for (let n = 0; n < N; n++) {
    for (let row = 0; row < inHeight; row++) {
      for (let col = 0; col < inWidth; col++) {
        sums.fill(0);
        for (let u = 0; u < U; u++) {
          const i = (row + padTop - u * dilationHeight) / strideHeight;
          if (!Number.isInteger(i) || i < 0 || i >= I) continue;
          for (let v = 0; v < V; v++) {
            const j = (col + padLeft - v * dilationWidth) / strideWidth;
            if (!Number.isInteger(j) || j < 0 || j >= J) continue;
            const pixel = ((n * I + i) * J + j) * C * M;
            const tap = (u * V + v) * C * M;
            for (let c = 0; c < C; c++) {
              for (let m = 0; m < M; m++) sums[c] += dy.data[pixel + c * M + m] * filter.data[tap + c * M + m];
            }
          }
        }
        dx.data.set(sums, ((n * inHeight + row) * inWidth + col) * C);
      }
    }
  }
}

/** dfilter[u,v,c,m] = Σ_n Σ_i Σ_j x[n,row,col,c] · dy[n,i,j,c·M+m], over the pixels inside the image. */
export function depthwiseConv2dGradFilter(
  dy: HostTensor,
  x: HostTensor,
  dfilter: HostTensor,
  attrs: Conv2dAttrs,
): void {
  const geometry = depthwiseConv2dGeometry(x.shape, dfilter.shape, attrs);
  const { inHeight, inWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft } = geometry;
  const [U, V, C, M] = dfilter.shape;
  const [N, I, J] = dy.shape;
  const sums = new Float64Array(C * M);
  for (let u = 0; u < U; u++) {
    for (let v = 0; v < V; v++) {
      sums.fill(0);
      for (let n = 0; n < N; n++) {
        for (let i = 0; i < I; i++) {
          const row = i * strideHeight + u * dilationHeight - padTop;
          if (row < 0 || row >= inHeight) continue;
          for (let j = 0; j < J; j++) {
            const col = j * strideWidth + v * dilationWidth - padLeft;
            if (col < 0 || col >= inWidth) continue;
            const inPixel = ((n * inHeight + row) * inWidth + col) * C;
            const outPixel = ((n * I + i) * J + j) * C * M;
            for (let c = 0; c < C; c++) {
              for (let m = 0; m < M; m++) sums[c * M + m] += x.data[inPixel + c] * dy.data[outPixel + c * M + m];
            }
          }
        }
      }
      dfilter.data.set(sums, (u * V + v) * C * M);
    }
  }
}
