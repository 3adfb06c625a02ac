import { type Shape, spec } from '../../engine/shape.ts';
import { conv2dGradFilterOp, conv2dGradInputOp } from '../../ops/conv2d.ts';
import { type Conv2dAttrs, conv2d, conv2dOp } from '../../ops/index.ts';
import { type KernelBench, noise } from '../kernel-bench.ts';

/** A layer's three convolutions: forward, and the gradients of its input and of its filter. */
function layer(xShape: Shape, filters: number, attrs: Conv2dAttrs = {}): KernelBench[] {
  const filterShape = [3, 3, xShape.at(-1) as number, filters];
  const dyShape = conv2dOp.outputs({ x: spec(xShape), filter: spec(filterShape) }, attrs).y.shape;
  const shapes = `${xShape.join('×')}, 3×3×${filters}`;
  return [
    {
      name: `conv2d ${shapes}`,
      build(device) {
        const x = noise(device, xShape);
        const filter = noise(device, filterShape);
        return () => conv2d(x, filter, attrs);
      },
    },
    {
      name: `conv2d, gradient of input ${shapes}`,
      build(device) {
        const dy = noise(device, dyShape);
        const filter = noise(device, filterShape);
        return () => conv2dGradInputOp({ dy, filter }, { ...attrs, inputShape: xShape });
      },
    },
    {
      name: `conv2d, gradient of filter ${shapes}`,
      build(device) {
        const dy = noise(device, dyShape);
        const x = noise(device, xShape);
        return () => conv2dGradFilterOp({ dy, x }, { ...attrs, filterShape });
      },
    },
  ];
}

export const conv2dBenches = [
  ...layer([32, 32, 32, 3], 64),
  ...layer([32, 15, 15, 64], 128),
  ...layer([32, 6, 6, 128], 64),
  ...layer([32, 8, 8, 1], 32, { padding: 'same' }),
];
