import type { Device } from '../engine/device.ts';
import { type KernelTiming, measureKernel } from './kernel-bench.ts';
import { adamUpdateBenches } from './kernels/adam-update.ts';
import { addBiasBenches } from './kernels/add-bias.ts';
import { averagePool2dBenches } from './kernels/average-pool2d.ts';
import { batchNormBenches } from './kernels/batch-norm.ts';
import { conv2dBenches } from './kernels/conv2d.ts';
import { matmulBenches } from './kernels/matmul.ts';
import { maxPool2dBenches } from './kernels/max-pool2d.ts';
import { reluBenches } from './kernels/relu.ts';

const benches = [
  matmulBenches,
  conv2dBenches,
  maxPool2dBenches,
  averagePool2dBenches,
  batchNormBenches,
  addBiasBenches,
  reluBenches,
  adamUpdateBenches,
].flat();

/** Times single ops in the shapes of the example networks, each for at least `seconds`. */
export async function* benchKernels(
  device: Device,
  seconds: number,
): AsyncGenerator<KernelTiming & { readonly name: string }> {
  for (const bench of benches) yield { name: bench.name, ...(await measureKernel(bench, device, seconds)) };
}
