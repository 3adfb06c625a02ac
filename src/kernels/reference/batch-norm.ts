import type { HostTensor } from '../../engine/shape.ts';

export interface BatchNormAttrs {
  /** Added to the variance. Default 1e-3. */
  readonly epsilon?: number;
  /** What y goes through at last. Default `'linear'`: nothing. */
  readonly activation?: 'linear' | 'relu';
}

export interface BatchNormGradAttrs {
  /** Added to the variance. Default 1e-3. */
  readonly epsilon?: number;
  /** Whether mean and variance are those of x itself (training), so that they change with it. */
  readonly ofBatch: boolean;
  /** Whether x is the output of a relu whose input dx is the gradient of. Default false. */
  readonly ofRelu?: boolean;
}

/** mean[c] = (1/M) Σ_m x[m,c] and variance[c] = (1/M) Σ_m (x[m,c] − mean[c])², with x (M,C): all axes but the last are M. */
export function batchMoments(x: HostTensor, mean: HostTensor, variance: HostTensor): void {
  const C = mean.data.length;
  const M = x.data.length / C;
  for (let c = 0; c < C; c++) {
    let sum = 0;
    for (let m = 0; m < M; m++) sum += x.data[m * C + c];
    mean.data[c] = sum / M;

    let squares = 0;
    for (let m = 0; m < M; m++) squares += (x.data[m * C + c] - mean.data[c]) ** 2;
    variance.data[c] = squares / M;
  }
}

/** y[m,c] = gamma[c] · (x[m,c] − mean[c]) / √(variance[c] + epsilon) + beta[c], and with relu at least 0. */
export function batchNorm(
  x: HostTensor,
  gamma: HostTensor,
  beta: HostTensor,
  mean: HostTensor,
  variance: HostTensor,
  y: HostTensor,
  { epsilon = 1e-3, activation = 'linear' }: BatchNormAttrs,
): void {
  const C = mean.data.length;
  const M = x.data.length / C;
  for (let m = 0; m < M; m++) {
    for (let c = 0; c < C; c++) {
      const normalized = (x.data[m * C + c] - mean.data[c]) / Math.sqrt(variance.data[c] + epsilon);
      const scaled = gamma.data[c] * normalized + beta.data[c];
      y.data[m * C + c] = activation === 'relu' ? Math.max(scaled, 0) : scaled;
    }
  }
}

/**
 * With n[m,c] = (x[m,c] − mean[c]) / √(variance[c] + epsilon): dbeta[c] = Σ_m dy[m,c], dgamma[c] = Σ_m dy[m,c] · n[m,c],
 * and dx[m,c] = gamma[c] / √(variance[c] + epsilon) times dy[m,c], or, where the statistics are those of the batch, times
 * (dy[m,c] − dbeta[c] / M − n[m,c] · dgamma[c] / M). Through a relu before it, dx is 0 where x is not above 0.
 */
export function batchNormGrad(
  dy: HostTensor,
  x: HostTensor,
  gamma: HostTensor,
  mean: HostTensor,
  variance: HostTensor,
  dx: HostTensor,
  dgamma: HostTensor,
  dbeta: HostTensor,
  { epsilon = 1e-3, ofBatch, ofRelu = false }: BatchNormGradAttrs,
): void {
  const C = mean.data.length;
  const M = x.data.length / C;
  for (let c = 0; c < C; c++) {
    const deviation = Math.sqrt(variance.data[c] + epsilon);
    let sum = 0;
    let sumOfProducts = 0;
    for (let m = 0; m < M; m++) {
      const normalized = (x.data[m * C + c] - mean.data[c]) / deviation;
      sum += dy.data[m * C + c];
      sumOfProducts += dy.data[m * C + c] * normalized;
    }
    dbeta.data[c] = sum;
    dgamma.data[c] = sumOfProducts;

    for (let m = 0; m < M; m++) {
      const normalized = (x.data[m * C + c] - mean.data[c]) / deviation;
      const throughStatistics = ofBatch ? (sum + normalized * sumOfProducts) / M : 0;
      const slope = ofRelu && !(x.data[m * C + c] > 0) ? 0 : 1;
      dx.data[m * C + c] = slope * (gamma.data[c] / deviation) * (dy.data[m * C + c] - throughStatistics);
    }
  }
}
