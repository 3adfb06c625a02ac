import { biasGradOp } from '../../ops/add-bias.ts';
import { addBias } from '../../ops/index.ts';
import { type KernelBench, noise } from '../kernel-bench.ts';

const shape = [32, 30, 30, 64];

export const addBiasBenches: KernelBench[] = [
  {
    name: `addBias ${shape.join('×')}`,
    build(device) {
      const x = noise(device, shape);
      const bias = noise(device, [64]);
      return () => addBias(x, bias);
    },
  },
  {
    name: `addBias, gradient of bias ${shape.join('×')}`,
    build(device) {
      const dy = noise(device, shape);
      return () => biasGradOp({ dy });
    },
  },
];
