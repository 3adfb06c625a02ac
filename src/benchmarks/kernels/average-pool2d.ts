import { averagePool2d, globalAveragePool2d } from '../../ops/index.ts';
import { type KernelBench, noise } from '../kernel-bench.ts';

const shape = [32, 30, 30, 64];

export const averagePool2dBenches: KernelBench[] = [
  {
    name: `averagePool2d ${shape.join('×')}`,
    build(device) {
      const x = noise(device, shape);
      return () => averagePool2d(x);
    },
  },
  {
    name: `globalAveragePool2d ${shape.join('×')}`,
    build(device) {
      const x = noise(device, shape);
      return () => globalAveragePool2d(x);
    },
  },
];
