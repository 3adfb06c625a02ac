import logistic from '../kernels/wgsl/lib/logistic.wgsl?raw';
import preciseTanh from '../kernels/wgsl/lib/precise-tanh.wgsl?raw';
import writeOutWgsl from '../kernels/wgsl/lib/write-out.wgsl?raw';
import writeOutBiasWgsl from '../kernels/wgsl/lib/write-out-bias.wgsl?raw';
import linearWgsl from '../kernels/wgsl/pointwise/linear.wgsl?raw';
import reluWgsl from '../kernels/wgsl/pointwise/relu.wgsl?raw';
import relu6Wgsl from '../kernels/wgsl/pointwise/relu6.wgsl?raw';
import sigmoidWgsl from '../kernels/wgsl/pointwise/sigmoid.wgsl?raw';
import tanhWgsl from '../kernels/wgsl/pointwise/tanh.wgsl?raw';

/** What becomes of the sums of a product: the last piece of its kernel. It declares y, and before it what else it reads. */
export interface WriteOut {
  readonly code: readonly string[];
  readonly reads: Readonly<Record<string, 'read'>>;
}

/** Sums are written as they are. */
export const plainWriteOut: WriteOut = { code: [writeOutWgsl], reads: {} };

const withBias = (...value: string[]): WriteOut => ({ code: [...value, writeOutBiasWgsl], reads: { bias: 'read' } });

/** A bias per column is added and a function applied: those whose slope follows from y, so that nobody misses the sums. */
export const biasWriteOuts = {
  linear: withBias(linearWgsl),
  relu: withBias(reluWgsl),
  relu6: withBias(relu6Wgsl),
  sigmoid: withBias(logistic, sigmoidWgsl),
  tanh: withBias(preciseTanh, tanhWgsl),
} as const satisfies Record<string, WriteOut>;

/** A function that can be applied where sums are written. */
export type FusedActivation = keyof typeof biasWriteOuts;
