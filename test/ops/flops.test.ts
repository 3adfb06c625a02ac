import { expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { type Shape, sizeOf, spec } from '../../src/engine/shape.ts';
import { tensor, Variable } from '../../src/engine/tensor.ts';
import { add, conv2d, depthwiseConv2d, matmul, sum, valueAndGrad } from '../../src/ops/index.ts';

const device = new ReferenceDevice();
const ones = (shape: Shape) => tensor(device, shape, new Float32Array(sizeOf(shape)).fill(1));
const weight = (name: string, shape: Shape) =>
  new Variable(device, name, { ...spec(shape), data: new Float32Array(sizeOf(shape)) });

/** Operations by op of what `build` computes. */
async function flopsOf(build: () => void): Promise<Record<string, number>> {
  const plan = await device.prepare(trace(device, build));
  const counts: Record<string, number> = {};
  for (const { op, flops } of await plan.profile()) if (flops > 0) counts[op] = (counts[op] ?? 0) + flops;
  return counts;
}

it('counts a matrix product as 2·M·N·K, however its sides are stored', async () => {
  const [a, b] = [ones([2, 3]), ones([3, 5])];
  expect(await flopsOf(() => void matmul(a, b))).toEqual({ matmul: 60 });
  const [aT, bT] = [ones([3, 2]), ones([5, 3])];
  const transposed = () => void matmul(aT, bT, { transposeA: true, transposeB: true });
  expect(await flopsOf(transposed)).toEqual({ matmul: 60 });
  expect(await flopsOf(() => void add(a, a))).toEqual({});
});

it('counts a convolution and its gradients as 2·N·H·W·O·U·V·C', async () => {
  const x = weight('x', [2, 6, 5, 3]);
  const filter = weight('filter', [3, 2, 3, 4]);
  // Outputs of 4 by 4 pixels: 2 · 2·4·4·4 · 3·2·3.
  const step = () => void valueAndGrad(() => sum(conv2d(x, filter)), [x, filter]);
  expect(await flopsOf(step)).toEqual({ conv2d: 4608, conv2dGradInput: 4608, conv2dGradFilter: 4608 });
});

it('counts a depthwise convolution and its gradients as 2·N·H·W·O·U·V', async () => {
  const x = weight('x', [2, 6, 5, 3]);
  const filter = weight('filter', [3, 2, 3, 2]);
  // 6 output channels: 2 · 2·4·4·6 · 3·2.
  const step = () => void valueAndGrad(() => sum(depthwiseConv2d(x, filter)), [x, filter]);
  expect(await flopsOf(step)).toEqual({
    depthwiseConv2d: 2304,
    depthwiseConv2dGradInput: 2304,
    depthwiseConv2dGradFilter: 2304,
  });
});
