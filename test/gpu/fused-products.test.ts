import { describe, expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { addBias, conv2d, matmul, relu, sigmoid } from '../../src/ops/index.ts';
import { gpu } from '../support/gpu.ts';

// y = x·w + b: [[1,2],[3,4]] · [[1,-1],[0,2]] + [-1,-4] = [[0,-1],[2,1]], as a product of matrices and as a convolution.
const X = [1, 2, 3, 4];
const W = [1, -1, 0, 2];
const B = [-1, -4];

async function planned(build: () => Tensor, keep: (y: Tensor) => Tensor[] = (y) => [y]) {
  const device = await gpu();
  let y: Tensor | undefined;
  const program = trace(device, () => {
    y = build();
  });
  const plan = await device.prepare(program, keep(y as Tensor));
  plan.run();
  const commands = (await plan.profile()).map(({ op }) => op);
  return { commands, y: [...(await (y as Tensor).data())] };
}

describe('plans', () => {
  it('make one call of a product, its bias and relu', async () => {
    const device = await gpu();
    const [x, w, b] = [tensor(device, [2, 2], X), tensor(device, [2, 2], W), tensor(device, [2], B)];
    expect(await planned(() => relu(addBias(matmul(x, w), b)))).toEqual({ commands: ['matmulBias'], y: [0, 0, 2, 1] });
  });

  it('make one call of a convolution and its bias', async () => {
    const device = await gpu();
    const x = tensor(device, [1, 2, 1, 2], X);
    const [filter, b] = [tensor(device, [1, 1, 2, 2], W), tensor(device, [2], B)];
    const biased = await planned(() => addBias(conv2d(x, filter), b));
    expect(biased).toEqual({ commands: ['conv2dBias'], y: [0, -1, 2, 1] });
    const active = await planned(() => sigmoid(addBias(conv2d(x, filter), b)));
    expect(active.commands).toEqual(['conv2dBias']);
    expect(active.y[0]).toBe(0.5);
  });

  it('keep apart what somebody else reads', async () => {
    const device = await gpu();
    const [x, w, b] = [tensor(device, [2, 2], X), tensor(device, [2, 2], W), tensor(device, [2], B)];
    let product: Tensor | undefined;
    const { commands, y } = await planned(
      () => {
        product = matmul(x, w);
        return relu(addBias(product, b));
      },
      (y) => [y, product as Tensor],
    );
    expect(commands).toEqual(['matmul', 'addBias', 'relu']);
    expect(y).toEqual([0, 0, 2, 1]);
    expect([...(await (product as unknown as Tensor).data())]).toEqual([1, 3, 3, 5]);
  });
});
