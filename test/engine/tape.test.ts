import { describe, expect, it } from 'vitest';
import type { AnyOp } from '../../src/engine/op.ts';
import { defineOp } from '../../src/engine/op.ts';
import { trace } from '../../src/engine/program.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { spec, type TensorSpec } from '../../src/engine/shape.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { NoGradientError } from '../../src/errors.ts';
import { add, batchNorm, matmul, multiply, relu, sum, tanh, valueAndGrad } from '../../src/ops/index.ts';

/** A reference device that notes the names of the ops it runs. */
class NotingDevice extends ReferenceDevice {
  readonly ran: string[] = [];

  override loops(op: AnyOp): AnyOp['reference'] {
    this.ran.push(op.name);
    return super.loops(op);
  }
}

const numbers = async (x: Tensor) => Array.from(await x.data());

describe('backward', () => {
  it('sums both sides of a diamond', async () => {
    const device = new ReferenceDevice({ precision: 'f64' });
    const x = tensor(device, [2], [3, -2]);
    // a = x²; y = a·x + relu(a): dy/dx = 3x² + 2x.
    const { grads } = valueAndGrad(() => {
      const a = multiply(x, x);
      return sum(add(multiply(a, x), relu(a)));
    }, [x]);
    expect(await numbers(grads[0])).toEqual([33, 8]);
  });

  it('computes no gradient that no variable needs', () => {
    const device = new NotingDevice();
    const [x, w] = [tensor(device, [1, 2], [1, 2]), tensor(device, [2, 1], [3, 4])];
    valueAndGrad(() => sum(matmul(tanh(x), w)), [w]);
    // Forward, the seed, sum's gradient, and one product for w: none for tanh(x), none for x.
    const gradientOps = device.ran.slice(device.ran.indexOf('fill'));
    expect(device.ran.filter((name) => name === 'matmul')).toHaveLength(2);
    expect(gradientOps).not.toContain('tanhGrad');
  });

  it('computes no gradient of calls that the value does not depend on', () => {
    const device = new NotingDevice();
    const x = tensor(device, [2], [1, 2]);
    valueAndGrad(() => {
      relu(x);
      return sum(tanh(x));
    }, [x]);
    expect(device.ran).toContain('tanhGrad');
    expect(device.ran).not.toContain('reluGrad');
  });

  it('computes what several gradients share once', async () => {
    let computed = 0;
    const pairOp = defineOp({
      name: 'pair',
      outputs: ({ a }: { a: TensorSpec; b: TensorSpec }, _attrs: object) => ({ y: spec(a.shape) }),
      reference: ({ a, b }, { y }) => {
        for (let i = 0; i < a.data.length; i++) y.data[i] = a.data[i] + b.data[i];
      },
      gpu: () => [],
      gradients: {
        a: ({ grads, once }) => once(() => shared(grads.y)),
        b: ({ grads, once }) => once(() => shared(grads.y)),
      },
    });
    const shared = (dy: Tensor) => {
      computed++;
      return add(dy, dy);
    };
    const device = new ReferenceDevice();
    const [a, b] = [tensor(device, [1], [1]), tensor(device, [1], [2])];
    const { grads } = valueAndGrad(() => pairOp({ a, b }, {}).y, [a, b]);
    expect(computed).toBe(1);
    expect([await numbers(grads[0]), await numbers(grads[1])]).toEqual([[2], [2]]);
  });

  it('names op and input where a gradient is missing', () => {
    const opaqueOp = defineOp({
      name: 'opaque',
      outputs: ({ x }: { x: TensorSpec; scale: TensorSpec }, _attrs: object) => ({ y: spec(x.shape) }),
      reference: ({ x }, { y }) => y.data.set(x.data),
      gpu: () => [],
      gradients: { x: ({ grads }) => grads.y },
    });
    const device = new ReferenceDevice();
    const [x, scale] = [tensor(device, [2], [1, 2]), tensor(device, [1], [2])];
    expect(() => valueAndGrad(() => opaqueOp({ x, scale }, {}).y, [x])).not.toThrow();
    const attempt = () => valueAndGrad(() => opaqueOp({ x, scale }, {}).y, [x, scale]);
    expect(attempt).toThrow(NoGradientError);
    expect(attempt).toThrow('opaque has no gradient with respect to its input "scale" [1]');
  });

  it('refuses a value that depends on an output without a gradient', () => {
    const device = new ReferenceDevice();
    const [x, ones] = [tensor(device, [2, 1], [1, 3]), tensor(device, [1], [1])];
    const normalized = () => batchNorm({ x, gamma: ones, beta: ones });
    const message = 'batchNorm has no gradient of its output "mean"; only "y" has one.';
    expect(() => valueAndGrad(() => normalized().mean, [x])).toThrow(message);
    expect(() => valueAndGrad(() => multiply(normalized().y, normalized().mean), [x])).toThrow(message);
    expect(() => valueAndGrad(() => multiply(relu(x), normalized().mean), [tensor(device, [1], [1])])).not.toThrow();
  });

  it('closes the tape when the function throws', () => {
    const device = new ReferenceDevice();
    const x = tensor(device, [1], [1]);
    const fail = () => {
      throw new Error('inside');
    };
    expect(() => valueAndGrad(fail, [x])).toThrow('inside');
    expect(() => relu(x)).not.toThrow();
  });

  it('differentiates a gradient', async () => {
    const device = new ReferenceDevice({ precision: 'f64' });
    const x = tensor(device, [2], [3, -2]);
    // x³ has the gradient 3x² and that 6x.
    const { value, grads } = valueAndGrad(() => {
      const first = valueAndGrad(() => sum(multiply(multiply(x, x), x)), [x]);
      return first.grads[0];
    }, [x]);
    expect(await numbers(value)).toEqual([27, 12]);
    expect(await numbers(grads[0])).toEqual([18, -12]);
  });

  it('is recorded by a trace like anything else', async () => {
    const device = new ReferenceDevice();
    const x = tensor(device, [2], [3, -2]);
    const made: Tensor[] = [];
    const program = trace(device, () => {
      made.push(...valueAndGrad(() => sum(multiply(x, x)), [x]).grads);
    });
    const plan = await device.prepare(program, made);
    plan.run();
    expect(await numbers(made[0])).toEqual([6, -4]);
    device.write(x, Float32Array.of(5, 1));
    plan.run();
    expect(await numbers(made[0])).toEqual([10, 2]);
  });
});
