import type { HostTensor } from '../../engine/shape.ts';

export interface AdamAttrs {
  /** Share of the first moment `m` that stays. Default 0.9. */
  readonly beta1?: number;
  /** Share of the second moment `v` that stays. Default 0.999. */
  readonly beta2?: number;
  /** Added to √v. Default 1e-7. */
  readonly epsilon?: number;
  /** Share of the variable taken off in a step, times the learning rate; not 0 in AdamW. Default 0. */
  readonly weightDecay?: number;
}

/**
 * With hyper = [learningRate, alpha] and g the gradient, for every element and in this order:
 * variable −= variable · weightDecay · learningRate; m += (g − m) · (1 − beta1); v += (g² − v) · (1 − beta2);
 * variable −= m · alpha / (√v + epsilon).
 */
export function adamUpdate(
  variable: HostTensor,
  gradient: HostTensor,
  m: HostTensor,
  v: HostTensor,
  hyper: HostTensor,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay = 0 }: AdamAttrs,
): void {
  const [learningRate, alpha] = hyper.data;
  for (let i = 0; i < variable.data.length; i++) {
    const g = gradient.data[i];
    variable.data[i] -= variable.data[i] * weightDecay * learningRate;
    m.data[i] += (g - m.data[i]) * (1 - beta1);
    v.data[i] += (g * g - v.data[i]) * (1 - beta2);
    variable.data[i] -= (m.data[i] * alpha) / (Math.sqrt(v.data[i]) + epsilon);
  }
}
