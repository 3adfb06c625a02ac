import { batchNormGradOp } from '../../ops/batch-norm-grad.ts';
import { batchNorm, batchNormInference, batchNormOp, maxPool2d } from '../../ops/index.ts';
import { type KernelBench, noise } from '../kernel-bench.ts';

const shapes = [
  [32, 30, 30, 64],
  [32, 13, 13, 128],
  [32, 4, 4, 64],
] as const;

export const batchNormBenches: KernelBench[] = shapes.flatMap((shape) => {
  const channels = [shape[3]];
  return [
    {
      name: `batchNorm ${shape.join('×')}`,
      build(device) {
        const inputs = { x: noise(device, shape), gamma: noise(device, channels), beta: noise(device, channels) };
        return () => batchNorm(inputs);
      },
    },
    {
      name: `batchNorm, gradients ${shape.join('×')}`,
      build(device) {
        const [x, gamma, beta] = [noise(device, shape), noise(device, channels), noise(device, channels)];
        const { mean, variance } = batchNormOp({ x, gamma, beta }, {});
        const dy = noise(device, shape);
        return () => batchNormGradOp({ dy, x, gamma, mean, variance }, { ofBatch: true });
      },
    },
    {
      name: `batchNormInference and maxPool2d ${shape.join('×')}`,
      build(device) {
        const x = noise(device, shape);
        const [gamma, beta, mean] = [noise(device, channels), noise(device, channels), noise(device, channels)];
        const { variance } = batchNormOp({ x, gamma, beta }, {});
        return () => maxPool2d(batchNormInference({ x, gamma, beta, mean, variance }));
      },
    },
  ] satisfies KernelBench[];
});
