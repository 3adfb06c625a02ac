import { batchNormGradOp } from '../../ops/batch-norm-grad.ts';
import { batchNorm, batchNormOp } from '../../ops/index.ts';
import { type KernelBench, noise } from '../kernel-bench.ts';

const shape = [32, 30, 30, 64];

export const batchNormBenches: KernelBench[] = [
  {
    name: `batchNorm ${shape.join('×')}`,
    build(device) {
      const inputs = { x: noise(device, shape), gamma: noise(device, [64]), beta: noise(device, [64]) };
      return () => batchNorm(inputs);
    },
  },
  {
    name: `batchNorm, gradients ${shape.join('×')}`,
    build(device) {
      const [x, gamma, beta] = [noise(device, shape), noise(device, [64]), noise(device, [64])];
      const { mean, variance } = batchNormOp({ x, gamma, beta }, {});
      const dy = noise(device, shape);
      return () => batchNormGradOp({ dy, x, gamma, mean, variance }, { ofBatch: true });
    },
  },
];
