import { describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/device.ts';
import { defineOp } from '../../src/engine/op.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import { type Shape, sizeOf, spec, type TensorSpec } from '../../src/engine/shape.ts';
import { tensor } from '../../src/engine/tensor.ts';
import type { Conv2dAttrs } from '../../src/kernels/geometry.ts';
import { conv2dGradFilterOp, conv2dGradInputOp, conv2dOp } from '../../src/ops/conv2d.ts';
import { conv2dCpu } from '../../src/ops/conv2d-cpu.ts';
import { matmul } from '../../src/ops/index.ts';
import { matmulCpu } from '../../src/ops/matmul-cpu.ts';
import { cpu } from '../support/cpu.ts';

// Products larger than the blocks and panels that they are cut into; the op table's are smaller.

const reference = new ReferenceDevice();
const random = seededRandom('products');
const numbers = (shape: Shape) => ({ shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random() - 0.5) });

type Numbers = ReturnType<typeof numbers>;

const close = async (on: (device: Device) => { data(): Promise<ArrayLike<number>> }) => {
  const [actual, expected] = [await on(await cpu()).data(), await on(reference).data()];
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs((actual[i] ?? 0) - (expected[i] ?? 0)));
  expect(worst).toBeLessThan(1e-4);
};

const on = (device: Device, { shape, data }: Numbers) => tensor(device, shape, data);

describe('matmul', () => {
  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('of several blocks, transposed: %s, %s', async (transposeA, transposeB) => {
    const [a, b] = [numbers(transposeA ? [530, 131] : [131, 530]), numbers(transposeB ? [301, 530] : [530, 301])];
    await close((device) => matmul(on(device, a), on(device, b), { transposeA, transposeB }));
  });
});

describe('a convolution of several blocks', () => {
  const cases: [string, Shape, Shape, Conv2dAttrs][] = [
    ['3x3, many channels', [3, 9, 8, 40], [3, 3, 40, 300], {}],
    ['same, to few channels', [2, 13, 11, 290], [3, 3, 290, 6], { padding: 'same' }],
    ['strides and dilations', [2, 17, 19, 33], [3, 2, 33, 34], { strides: [2, 1], dilations: [1, 3] }],
    ['three channels', [2, 40, 33, 3], [5, 5, 3, 20], { padding: 'same' }],
    ['one image', [1, 14, 14, 70], [3, 3, 70, 9], {}],
  ];
  it.each(cases)('%s', async (_, xShape, filterShape, attrs) => {
    const [x, filter] = [numbers(xShape), numbers(filterShape)];
    await close((device) => conv2dOp({ x: on(device, x), filter: on(device, filter) }, attrs).y);
    const { shape } = conv2dOp.outputs({ x: spec(xShape), filter: spec(filterShape) }, attrs).y;
    const dy = numbers(shape);
    const inputAttrs = { ...attrs, inputShape: xShape };
    await close((device) => conv2dGradInputOp({ dy: on(device, dy), filter: on(device, filter) }, inputAttrs).dx);
    const filterAttrs = { ...attrs, filterShape };
    await close((device) => conv2dGradFilterOp({ dy: on(device, dy), x: on(device, x) }, filterAttrs).dfilter);
  });
});

describe('bias and relu in the write-out', () => {
  const withRelu = (sum: number, bias: number) => Math.max(sum + bias, 0);

  it('of a matrix product over two blocks of the depth', async () => {
    const op = defineOp({
      name: 'matmulBiasRelu',
      outputs: ({ a, b }: { a: TensorSpec; b: TensorSpec; bias: TensorSpec }) => ({
        y: spec([a.shape[0] as number, b.shape[1] as number]),
      }),
      reference: ({ a, b, bias }, { y }) => {
        const [rows, depth, columns] = [...a.shape, y.shape[1]] as [number, number, number];
        for (let i = 0; i < rows * columns; i++) {
          let sum = 0;
          for (let k = 0; k < depth; k++) {
            sum += (a.data[Math.floor(i / columns) * depth + k] ?? 0) * (b.data[k * columns + (i % columns)] ?? 0);
          }
          y.data[i] = withRelu(sum, bias.data[i % columns] ?? 0);
        }
      },
      cpu: ({ a, b, bias }, { y }, _, scratch) => matmulCpu({ a, b }, { y }, {}, scratch, { bias, activation: 'relu' }),
      gpu: () => [],
    });
    const [a, b, bias] = [numbers([7, 300]), numbers([300, 21]), numbers([21])];
    await close((device) => op({ a: on(device, a), b: on(device, b), bias: on(device, bias) }).y);
  });

  it('of a convolution', async () => {
    const op = defineOp({
      name: 'conv2dBiasRelu',
      outputs: (_: { x: TensorSpec; filter: TensorSpec; bias: TensorSpec }) => ({ y: spec([1, 5, 6, 19]) }),
      reference: ({ x, filter, bias }, { y }) => {
        conv2dOp.reference({ x, filter }, { y }, {});
        for (let i = 0; i < y.data.length; i++) y.data[i] = withRelu(y.data[i] ?? 0, bias.data[i % 19] ?? 0);
      },
      cpu: ({ x, filter, bias }, { y }, _, scratch) =>
        conv2dCpu({ x, filter }, { y }, {}, scratch, { bias, activation: 'relu' }),
      gpu: () => [],
    });
    const [x, filter, bias] = [numbers([1, 7, 8, 3]), numbers([3, 3, 3, 19]), numbers([19])];
    await close((device) => op({ x: on(device, x), filter: on(device, filter), bias: on(device, bias) }).y);
  });
});
