import type { HostTensor } from '../../engine/shape.ts';

export interface RmspropAttrs {
  /** Share of the moving averages that stays. Default 0.9. */
  readonly rho?: number;
  /** Added to the mean square. Default 1e-7. */
  readonly epsilon?: number;
}

/** For every element: velocity = velocity · rho + gradient² · (1 − rho); y = gradient / √(velocity + epsilon). */
export function rmspropScale(
  gradient: HostTensor,
  velocity: HostTensor,
  y: HostTensor,
  { rho = 0.9, epsilon = 1e-7 }: RmspropAttrs,
): void {
  for (let i = 0; i < gradient.data.length; i++) {
    const g = gradient.data[i];
    velocity.data[i] = velocity.data[i] * rho + g * g * (1 - rho);
    y.data[i] = g / Math.sqrt(velocity.data[i] + epsilon);
  }
}

/**
 * For every element: velocity = velocity · rho + gradient² · (1 − rho);
 * averageGradient = averageGradient · rho + gradient · (1 − rho);
 * y = gradient / √(max(velocity − averageGradient², 0) + epsilon).
 */
export function rmspropScaleCentered(
  gradient: HostTensor,
  velocity: HostTensor,
  averageGradient: HostTensor,
  y: HostTensor,
  { rho = 0.9, epsilon = 1e-7 }: RmspropAttrs,
): void {
  for (let i = 0; i < gradient.data.length; i++) {
    const g = gradient.data[i];
    velocity.data[i] = velocity.data[i] * rho + g * g * (1 - rho);
    averageGradient.data[i] = averageGradient.data[i] * rho + g * (1 - rho);
    const variance = Math.max(velocity.data[i] - averageGradient.data[i] ** 2, 0);
    y.data[i] = g / Math.sqrt(variance + epsilon);
  }
}
