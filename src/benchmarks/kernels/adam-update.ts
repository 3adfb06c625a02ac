import { tensor } from '../../engine/tensor.ts';
import { adamUpdate } from '../../ops/index.ts';
import { type KernelBench, noise } from '../kernel-bench.ts';

const shape = [600_000];

export const adamUpdateBenches: KernelBench[] = [
  {
    name: `adamUpdate ${shape.join('×')}`,
    build(device) {
      const variable = noise(device, shape);
      const [gradient, m, v] = [noise(device, shape), noise(device, shape), noise(device, shape)];
      const hyper = tensor(device, [2], [1e-3, 1e-3]);
      return () => adamUpdate({ variable, gradient, m, v, hyper });
    },
  },
];
