import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { permuted } from '../../src/formats/onnx/permuted.ts';
import { activationByName } from '../../src/nn/activations.ts';
import { conv2dGradInputOp } from '../../src/ops/conv2d.ts';
import * as ops from '../../src/ops/index.ts';

// Operators of ONNX, channels first, with answers worked by hand; and, from a file that may lie beside the repository, with
// what PyTorch computed for them. They show that our ops are the operators that ONNX files are written with.

interface Case {
  readonly name: string;
  readonly operator: string;
  readonly attributes: Readonly<Record<string, number & number[]>>;
  readonly inputs: readonly Values[];
  readonly output: Values;
}

interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A case of the file: a graph of a single node. */
interface FileCase {
  readonly name: string;
  readonly nodes: readonly { op: string; attrs: Case['attributes']; inputs: string[]; outputs: string[] }[];
  readonly inputs: Readonly<Record<string, Values>>;
  readonly outputs: Readonly<Record<string, Values>>;
}

const path = new URL('../../../shared/data/onnx-pytorch-cases.json', import.meta.url);

/** The cases of the file whose operators are ours: of two dimensions, without groups and without other borders than 0. */
function fileCases(): readonly Case[] {
  if (!existsSync(path)) {
    console.info(`Not checked: what PyTorch computed for ONNX's operators, as ${path.pathname} is not there.`);
    return [];
  }
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { readonly cases: readonly FileCase[] };
  const others = /1d|groups|PReLU|Reflection|Replication|Constant|dim|softmax/;
  return cases
    .filter(({ name, nodes }) => nodes.length === 1 && !others.test(name))
    .map(({ name, nodes: [{ op, attrs, inputs: taken, outputs: given }], inputs, outputs }) => ({
      name,
      operator: op,
      attributes: attrs,
      inputs: taken.map((input) => inputs[input]),
      output: outputs[given[0]],
    }));
}

const numbers = (shape: readonly number[], ...data: readonly number[]): Values => ({ shape, data });
const attributes = (values: object): Case['attributes'] => values as Case['attributes'];

const byHand: readonly Case[] = [
  {
    name: 'Gemm by hand',
    operator: 'Gemm',
    attributes: {},
    inputs: [numbers([1, 2], 1, 2), numbers([2, 2], 3, 4, 5, 6), numbers([2], 10, 20)],
    // 1·3 + 2·4 + 10 and 1·5 + 2·6 + 20: the kernel is [outputs, inputs].
    output: numbers([1, 2], 21, 37),
  },
  {
    name: 'Conv by hand',
    operator: 'Conv',
    attributes: attributes({ group: 1, strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 1] }),
    // Two channels, each after the other; the column at the right is 0.
    inputs: [numbers([1, 2, 1, 2], 1, 2, 3, 4), numbers([1, 2, 1, 2], 1, 10, 100, 1000)],
    output: numbers([1, 1, 1, 2], 1 + 20 + 300 + 4000, 2 + 400),
  },
  {
    name: 'MaxPool by hand',
    operator: 'MaxPool',
    attributes: attributes({ kernel_shape: [1, 2], strides: [1, 2], pads: [0, 0, 0, 0] }),
    inputs: [numbers([1, 2, 1, 4], 1, 5, 2, 3, -1, -5, -3, -2)],
    output: numbers([1, 2, 1, 2], 5, 3, -1, -2),
  },
];

const device = new ReferenceDevice();

/** With its axes in another order. */
const placed = ({ shape, data }: Values, order = shape.map((_, axis) => axis)): Tensor =>
  tensor(
    device,
    order.map((axis) => shape[axis]),
    permuted(Float32Array.from(data), shape, order),
  );

const image = (values: Values): Tensor => placed(values, [0, 2, 3, 1]);

/** `[top, left, bottom, right]` as `[[top, bottom], [left, right]]`. */
const sides = ([top, left, bottom, right]: readonly number[]) =>
  [
    [top, bottom],
    [left, right],
  ] as const;

const pair = ([height, width]: readonly number[]): readonly [number, number] => [height, width];

const withBias = (y: Tensor, bias: Values | undefined): Tensor =>
  bias === undefined ? y : ops.addBias(y, placed(bias));

/** What each operator is here; images come out channels last. */
const operators: Readonly<Record<string, (one: Case) => Tensor>> = {
  AveragePool: ({ inputs: [x], attributes: a }) =>
    ops.averagePool2d(image(x), {
      poolSize: pair(a['kernel_shape']),
      strides: pair(a['strides']),
      padding: sides(a['pads']),
    }),
  BatchNormalization: ({ inputs: [x, ...weights], attributes: a }) => {
    const [gamma, beta, mean, variance] = weights.map((each) => placed(each));
    return ops.batchNormInference({ x: image(x), gamma, beta, mean, variance }, { epsilon: a['epsilon'] });
  },
  Conv: ({ inputs: [x, filter, bias], attributes: a }) => {
    const attrs = { strides: pair(a['strides']), dilations: pair(a['dilations']), padding: sides(a['pads']) };
    if (a['group'] === 1) return withBias(ops.conv2d(image(x), placed(filter, [2, 3, 1, 0]), attrs), bias);
    // The filters of one channel follow each other.
    const [outputs, one, height, width] = filter.shape;
    const split = { shape: [a['group'], outputs / a['group'], height, width * one], data: filter.data };
    return withBias(ops.depthwiseConv2d(image(x), placed(split, [2, 3, 0, 1]), attrs), bias);
  },
  ConvTranspose: ({ inputs: [x, filter, bias], attributes: a, output }) => {
    const [batch, channels, height, width] = output.shape;
    const attrs = {
      strides: pair(a['strides']),
      padding: sides(a['pads']),
      inputShape: [batch, height, width, channels],
    };
    const inputs = { dy: image(x), filter: placed(filter, [2, 3, 1, 0]) };
    return withBias(conv2dGradInputOp(inputs, attrs).dx, bias);
  },
  Elu: ({ inputs: [x], attributes: a }) => ops.elu(placed(x), { alpha: a['alpha'] }),
  Gemm: ({ inputs: [x, kernel, bias] }) => withBias(ops.matmul(placed(x), placed(kernel, [1, 0])), bias),
  LeakyRelu: ({ inputs: [x], attributes: a }) => ops.leakyRelu(placed(x), { negativeSlope: a['alpha'] }),
  LogSoftmax: ({ inputs: [x] }) => ops.logSoftmax(placed(x)),
  MaxPool: ({ inputs: [x], attributes: a }) =>
    ops.maxPool2d(image(x), {
      poolSize: pair(a['kernel_shape']),
      strides: pair(a['strides']),
      padding: sides(a['pads']),
    }),
  Pad: ({ inputs: [x], attributes: a }) => {
    const [, , top, left, , , bottom, right] = a['pads'];
    return ops.pad(image(x), [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
  },
  Relu: ({ inputs: [x] }) => ops.relu(placed(x)),
  Selu: ({ inputs: [x] }) => activationByName('selu')(placed(x)),
  Sigmoid: ({ inputs: [x] }) => ops.sigmoid(placed(x)),
  Softmax: ({ inputs: [x] }) => ops.softmax(placed(x)),
  Softplus: ({ inputs: [x] }) => ops.softplus(placed(x)),
  Tanh: ({ inputs: [x] }) => ops.tanh(placed(x)),
};

const ON_IMAGES = ['AveragePool', 'BatchNormalization', 'Conv', 'ConvTranspose', 'MaxPool', 'Pad'];

const rows = [...byHand, ...fileCases()].map((each) => [each.name, each] as const);

describe('an operator of ONNX', () => {
  it.each(rows)('%s', async (_, each) => {
    const { shape, data } = each.output;
    const y = operators[each.operator](each);
    const isImage = ON_IMAGES.includes(each.operator);
    expect(y.shape).toEqual(isImage ? [0, 2, 3, 1].map((axis) => shape[axis]) : shape);
    const values = Float32Array.from(await y.data());
    const ours = isImage ? permuted(values, y.shape, [0, 3, 1, 2]) : values;
    // Numbers up to 10 in the file, sums of up to 36 products: 36 roundings by 2⁻²⁴ each, and those of PyTorch.
    const errors = data.map((value, i) => Math.abs(value - ours[i]));
    expect(Math.max(...errors)).toBeLessThan(2 * 36 * 10 * 2 ** -24);
  });
});
