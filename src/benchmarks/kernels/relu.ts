import { relu, reluOp } from '../../ops/index.ts';
import { type KernelBench, noise } from '../kernel-bench.ts';

const shape = [32, 30, 30, 64];

export const reluBenches: KernelBench[] = [
  {
    name: `relu ${shape.join('×')}`,
    build(device) {
      const x = noise(device, shape);
      return () => relu(x);
    },
  },
  {
    name: `relu, gradient ${shape.join('×')}`,
    build(device) {
      const inputs = { dy: noise(device, shape), at: noise(device, shape) };
      return () => reluOp.gradOp(inputs, {});
    },
  },
];
