import { describe, expect, it } from 'vitest';
import { defineOp } from '../../src/engine/op.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { spec, type TensorSpec } from '../../src/engine/shape.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { DTypeError, NoGradientError, ShapeError } from '../../src/errors.ts';
import {
  add,
  divide,
  fill,
  matmul,
  mean,
  multiply,
  reshape,
  subtract,
  sum,
  sumTo,
  valueAndGrad,
} from '../../src/ops/index.ts';

const device = new ReferenceDevice({ precision: 'f64' });
const numbers = async (x: { data(): Promise<ArrayLike<number>> }) => Array.from(await x.data());

describe('valueAndGrad', () => {
  it('differentiates a mean squared error', async () => {
    const x = tensor(device, [2, 2], [1, 2, 3, 4]);
    const w = tensor(device, [2, 1], [1, -1]);
    const bias = tensor(device, [1], [0.5]);
    const target = tensor(device, [2, 1], [0, 1]);
    const { value, grads } = valueAndGrad(() => {
      const error = subtract(add(matmul(x, w), bias), target);
      return mean(multiply(error, error));
    }, [w, bias]);
    // error = [-0.5, -1.5]; loss = (0.25 + 2.25)/2; dw = xᵀ·error; dbias = sum of error.
    expect(await numbers(value)).toEqual([1.25]);
    expect(value.shape).toEqual([]);
    expect(await numbers(grads[0])).toEqual([-5, -7]);
    expect(await numbers(grads[1])).toEqual([-2]);
    expect(grads.map(({ shape }) => shape)).toEqual([[2, 1], [1]]);
  });

  it('sums what reaches a variable by several ways', async () => {
    const a = tensor(device, [2], [3, 4]);
    const { grads } = valueAndGrad(() => sum(divide(multiply(a, multiply(a, a)), a)), [a]);
    expect(await numbers(grads[0])).toEqual([6, 8]);
  });

  it('gives zeros for a variable that the value does not depend on, and ones for the value itself', async () => {
    const a = tensor(device, [2], [3, 4]);
    const b = tensor(device, [3], [1, 2, 3]);
    const { grads } = valueAndGrad(() => a, [a, b]);
    expect(await numbers(grads[0])).toEqual([1, 1]);
    expect(await numbers(grads[1])).toEqual([0, 0, 0]);
  });

  it('refuses a way through an op without a gradient', () => {
    const opaqueOp = defineOp({
      name: 'opaque',
      outputs: ({ x }: { x: TensorSpec }) => ({ y: spec(x.shape) }),
      reference: ({ x }, { y }) => y.data.set(x.data),
      gpu: () => [],
    });
    const a = tensor(device, [2], [3, 4]);
    expect(() => valueAndGrad(() => opaqueOp({ x: a }, undefined).y, [a])).toThrow(NoGradientError);
  });
});

describe('sums', () => {
  it('reduces axes that are not neighbors and keeps their dimensions', async () => {
    const x = tensor(device, [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    const y = sum(x, { axis: [0, -1], keepDims: true });
    expect(y.shape).toEqual([1, 2, 1]);
    expect(await numbers(y)).toEqual([14, 22]);
    expect(await numbers(mean(x, { axis: [0, 2] }))).toEqual([3.5, 5.5]);
    expect(await numbers(mean(x))).toEqual([4.5]);
  });

  it('undoes broadcasting', async () => {
    const dy = tensor(device, [2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const dx = sumTo(dy, [3, 1]);
    expect(dx.shape).toEqual([3, 1]);
    expect(await numbers(dx)).toEqual([18, 26, 34]);
    expect(sumTo(dy, [2, 3, 2])).toBe(dy);
    expect(sumTo(fill(device, [1, 1], 4), []).shape).toEqual([]);
  });
});

describe('refusals', () => {
  it('names both shapes', () => {
    expect(() => add(fill(device, [2, 3], 1), fill(device, [2], 1))).toThrow('add: cannot broadcast [2, 3] with [2]');
    expect(() => reshape(fill(device, [2, 3], 1), [4, -1])).toThrow(ShapeError);
    expect(() => reshape(fill(device, [2, 3], 1), [-1, -1])).toThrow(ShapeError);
    expect(() => reshape(fill(device, [2, 3], 1), [5])).toThrow(ShapeError);
  });

  it('names the element type', () => {
    const labels = tensor(device, [2], Uint32Array.of(1, 2));
    expect(() => add(labels, labels)).toThrow(DTypeError);
    expect(() => sum(labels)).toThrow(DTypeError);
  });
});
