import type { Shape } from '../../engine/shape.ts';
import { type ActivationName, activationByName } from '../activations.ts';
import { checkInitializer, type InitializerSpec } from '../initializers/initializers.ts';
import type { ConstraintSpec } from '../regularizers/constraints.ts';
import type { Regularizer } from '../regularizers/regularizers.ts';
import { weightLimits } from '../regularizers/weight-limits.ts';
import type { LayerOptions, WeightSpec } from './layer.ts';

/** Options of every layer with one kernel, a bias, and an activation behind them. */
export interface KernelOptions extends LayerOptions {
  /** Default `'linear'`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `'glorotUniform'`. */
  readonly kernelInitializer?: InitializerSpec;
  /** Default `'zeros'`. */
  readonly biasInitializer?: InitializerSpec;
  /** A penalty on the kernel that is added to the loss, such as `l2(0.01)`. Default none. */
  readonly kernelRegularizer?: Regularizer;
  /** Default none. */
  readonly biasRegularizer?: Regularizer;
  /** What the kernel is brought back to after each step, such as `maxNorm(2)`. Default none. */
  readonly kernelConstraint?: ConstraintSpec | null;
  /** Default none. */
  readonly biasConstraint?: ConstraintSpec | null;
}

/** `KernelOptions` with the defaults filled in. */
export type KernelSettings = Required<Omit<KernelOptions, keyof LayerOptions>>;

export const kernelDefaults: KernelSettings = {
  activation: 'linear',
  useBias: true,
  kernelInitializer: 'glorotUniform',
  biasInitializer: 'zeros',
  kernelRegularizer: null,
  biasRegularizer: null,
  kernelConstraint: null,
  biasConstraint: null,
};

/** Refuses unknown activations and initializers, and what is no regularizer or constraint. */
export function checkKernelSettings(layer: string, settings: KernelSettings): void {
  activationByName(settings.activation);
  checkInitializer(settings.kernelInitializer);
  checkInitializer(settings.biasInitializer);
  weightLimits(layer, 'kernel', { ...settings });
  weightLimits(layer, 'bias', { ...settings });
}

/** The weights `kernel`, of a shape, and `bias` [outputs], where there is one. */
export function kernelAndBias(layer: string, settings: KernelSettings, shape: Shape, outputs: number): WeightSpec[] {
  const { useBias, kernelInitializer, biasInitializer } = settings;
  const weight = (name: 'kernel' | 'bias', size: Shape, initializer: InitializerSpec): WeightSpec => ({
    name,
    shape: size,
    initializer,
    trainable: true,
    ...weightLimits(layer, name, { ...settings }),
  });
  const kernel = weight('kernel', shape, kernelInitializer);
  return useBias ? [kernel, weight('bias', [outputs], biasInitializer)] : [kernel];
}
