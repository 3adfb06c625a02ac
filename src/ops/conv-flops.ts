import type { Tensor } from '../engine/tensor.ts';

/** Operations of a convolution, and of either of its gradients; `y` is its output or the gradient of that. */
export const convFlops = (y: Tensor, filter: Tensor): number => (2 * y.size * filter.size) / filter.shape[3];

/** The same for a depthwise convolution. */
export const depthwiseConvFlops = (y: Tensor, { shape: [height, width] }: Tensor): number =>
  2 * y.size * height * width;
