import { matmul } from '../../ops/index.ts';
import { type KernelBench, noise } from '../kernel-bench.ts';

const product = (rows: number, inner: number, columns: number): KernelBench => ({
  name: `matmul ${rows}×${inner} · ${inner}×${columns}`,
  build(device) {
    const a = noise(device, [rows, inner]);
    const b = noise(device, [inner, columns]);
    return () => matmul(a, b);
  },
});

export const matmulBenches = [product(32, 256, 32), product(256, 256, 256), product(512, 512, 512)];
