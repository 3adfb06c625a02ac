import { empty } from '../../engine/tensor.ts';
import { maxPool2d, maxPool2dOp } from '../../ops/index.ts';
import { maxPool2dGradOp } from '../../ops/max-pool2d.ts';
import { type KernelBench, noise } from '../kernel-bench.ts';

const shapes = [
  [32, 30, 30, 64],
  [32, 13, 13, 128],
  [32, 4, 4, 64],
];

export const maxPool2dBenches: KernelBench[] = shapes.flatMap((shape) => [
  {
    name: `maxPool2d ${shape.join('×')}`,
    build(device) {
      const x = noise(device, shape);
      return () => maxPool2d(x);
    },
  },
  {
    name: `maxPool2d, gradient ${shape.join('×')}`,
    build(device) {
      const { y, argmax } = maxPool2dOp({ x: noise(device, shape) }, {});
      const dy = empty(device, y);
      return () => maxPool2dGradOp({ dy, argmax }, { inputShape: shape });
    },
  },
]);
