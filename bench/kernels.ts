import type { Device } from '../src/engine/device.ts';
import { ReferenceDevice } from '../src/engine/reference/reference-device.ts';
import { measureKernel } from './kernel-bench.ts';
import { addBiasBenches } from './kernels/add-bias.ts';
import { batchNormBenches } from './kernels/batch-norm.ts';
import { conv2dBenches } from './kernels/conv2d.ts';
import { matmulBenches } from './kernels/matmul.ts';
import { maxPool2dBenches } from './kernels/max-pool2d.ts';
import { type Row, rounded } from './report.ts';

/** Single ops in the shapes of the example networks: the device against the reference loops. */
export async function benchKernels(device: Device): Promise<Row[]> {
  const reference = new ReferenceDevice();
  const rows: Row[] = [];
  for (const bench of [matmulBenches, conv2dBenches, maxPool2dBenches, batchNormBenches, addBiasBenches].flat()) {
    const ms = await measureKernel(bench, device);
    const referenceMs = await measureKernel(bench, reference);
    rows.push({
      kernel: bench.name,
      ms: rounded(ms),
      'reference ms': rounded(referenceMs),
      'times as fast': rounded(referenceMs / ms),
    });
  }
  return rows;
}
