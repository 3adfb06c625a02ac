import { describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import * as ops from '../../src/ops/index.ts';
import { cpu } from '../support/cpu.ts';
import { gpu } from '../support/gpu.ts';

// Training that has diverged must show, whatever layers lie in between. Drivers may give infinity for exp(NaN).

const devices: readonly [string, () => Promise<Device>][] = [
  ['the reference loops', async () => new ReferenceDevice()],
  ['the GPU', gpu],
  ['the CPU device', cpu],
];

const functions = {
  relu: ops.relu,
  relu6: ops.relu6,
  leakyRelu: (x: Tensor) => ops.leakyRelu(x),
  elu: (x: Tensor) => ops.elu(x),
  gelu: (x: Tensor) => ops.gelu(x),
  geluTanh: (x: Tensor) => ops.gelu(x, { approximate: true }),
  silu: ops.silu,
  sigmoid: ops.sigmoid,
  tanh: ops.tanh,
  softplus: ops.softplus,
  clip: (x: Tensor) => ops.clip(x, { min: -2, max: 1 }),
  boundedRelu: (x: Tensor) => ops.boundedRelu(x, { maxValue: 3, negativeSlope: 0.1 }),
  maximum: (x: Tensor) => ops.maximum(x, ops.negate(x)),
  minimum: (x: Tensor) => ops.minimum(ops.fill(x.device, [3], 1), x),
};

describe.each(devices)('with %s', (_, open) => {
  it.each(Object.entries(functions))(
    '%s gives no finite number for NaN, and keeps the other elements finite',
    async (_name, apply) => {
      const device = await open();
      const y = await apply(tensor(device, [3], [-1, Number.NaN, 2])).data();
      expect(Array.from(y, Number.isFinite)).toEqual([true, false, true]);
    },
  );

  it('max and softmax show a NaN in a row, wherever it is', async () => {
    const x = tensor(await open(), [4, 3], [1, 2, 3, Number.NaN, 1, 2, 1, Number.NaN, 2, 1, 2, Number.NaN]);
    const isNotANumber = [false, true, true, true];
    expect(Array.from(await ops.max(x, { axis: 1 }).data(), Number.isNaN)).toEqual(isNotANumber);
    const probabilities = Array.from(await ops.softmax(x).data());
    const rows = [0, 1, 2, 3].map((row) => probabilities.slice(3 * row, 3 * row + 3));
    expect(rows.map((row) => !row.every(Number.isFinite))).toEqual(isNotANumber);
  });

  it('the maximum of a long row is NaN where one element of many is', async () => {
    const row = new Float32Array(1000).fill(1);
    row[700] = Number.NaN;
    expect(Array.from(await ops.max(tensor(await open(), [1000], row)).data())).toEqual([Number.NaN]);
  });

  it.each([false, true])('losses are not finite where an output is NaN, with fromLogits %s', async (fromLogits) => {
    const device = await open();
    const output = tensor(device, [2, 2], [0.25, 0.75, Number.NaN, 0.5]);
    const target = tensor(device, [2, 2], [0, 1, 0, 1]);
    const labels = tensor(device, [2], Uint32Array.of(1, 1));
    const losses = [
      ops.sparseCategoricalCrossentropy({ target: labels, output }, { fromLogits }),
      ops.categoricalCrossentropy({ target, output }, { fromLogits }),
      ops.binaryCrossentropy({ target, output }, { fromLogits }),
      ops.meanSquaredError({ target, output }),
    ];
    for (const loss of losses) expect(Array.from(await loss.data(), Number.isFinite)).toEqual([true, false]);
  });
});
