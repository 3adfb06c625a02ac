import type { HostTensor } from '../../engine/shape.ts';

export interface MomentumAttrs {
  /** Share of the velocity that stays. */
  readonly momentum: number;
  /** Step on from where the velocity will lead (Nesterov). Default false. */
  readonly nesterov?: boolean;
}

/** variable −= gradient · learningRate for every element, with hyper = [learningRate]. */
export function sgdUpdate(variable: HostTensor, gradient: HostTensor, hyper: HostTensor): void {
  const [learningRate] = hyper.data;
  for (let i = 0; i < variable.data.length; i++) variable.data[i] -= gradient.data[i] * learningRate;
}

/**
 * With hyper = [learningRate], for every element: velocity = velocity · momentum − gradient · learningRate, then
 * variable += velocity, or with nesterov variable += velocity · momentum − gradient · learningRate.
 */
export function sgdMomentumUpdate(
  variable: HostTensor,
  gradient: HostTensor,
  velocity: HostTensor,
  hyper: HostTensor,
  { momentum, nesterov = false }: MomentumAttrs,
): void {
  const [learningRate] = hyper.data;
  for (let i = 0; i < variable.data.length; i++) {
    const step = gradient.data[i] * learningRate;
    velocity.data[i] = velocity.data[i] * momentum - step;
    variable.data[i] += nesterov ? velocity.data[i] * momentum - step : velocity.data[i];
  }
}
