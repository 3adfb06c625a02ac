import type { HostTensor } from '../../engine/shape.ts';

export interface MatmulAttrs {
  /** `a` is stored as (K,M) instead of (M,K). Default false. */
  readonly transposeA?: boolean;
  /** `b` is stored as (N,K) instead of (K,N). Default false. */
  readonly transposeB?: boolean;
}

/** y[i,j] = Σ_k a[i,k] · b[k,j], with a (M,K), b (K,N), y (M,N); either side may be stored transposed. */
export function matmul(a: HostTensor, b: HostTensor, y: HostTensor, { transposeA, transposeB }: MatmulAttrs): void {
  const [M, N] = y.shape;
  const K = transposeA ? a.shape[0] : a.shape[1];
  for (let i = 0; i < M; i++) {
    for (let j = 0; j < N; j++) {
      let sum = 0;
      for (let k = 0; k < K; k++) {
        const left = transposeA ? a.data[k * M + i] : a.data[i * K + k];
        const right = transposeB ? b.data[j * K + k] : b.data[k * N + j];
        sum += left * right;
      }
      y.data[i * N + j] = sum;
    }
  }
}
