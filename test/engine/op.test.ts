import { describe, expect, it } from 'vitest';
import { defineOp } from '../../src/engine/op.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { spec, type TensorSpec } from '../../src/engine/shape.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { CnnGpuError, DisposedError, ShapeError } from '../../src/errors.ts';
import { add, fillOp, sgdUpdate } from '../../src/ops/index.ts';

const device = new ReferenceDevice();

/** y = 2x. */
const doubleOp = defineOp({
  name: 'double',
  outputs: ({ x }: { x: TensorSpec }, _attrs: { readonly mark: boolean }) => ({ y: spec(x.shape) }),
  reference: ({ x }, { y }) => {
    for (let i = 0; i < x.data.length; i++) y.data[i] = 2 * x.data[i];
  },
  gpu: () => [],
});

describe('an op', () => {
  it('is called with inputs and attributes and carries its definition', async () => {
    const x = tensor(device, [2], [1, 2]);
    expect(await doubleOp({ x }, { mark: true }).y.data()).toEqual(Float32Array.of(2, 4));
    expect(doubleOp.name).toBe('double');
    expect(doubleOp.outputs({ x: spec([3, 1]) }, { mark: false })).toEqual({ y: { shape: [3, 1], dtype: 'f32' } });
  });

  it('refuses inputs on two devices, and names the input', () => {
    const [here, there] = [tensor(device, [1], [1]), tensor(new ReferenceDevice({ precision: 'f64' }), [1], [1])];
    expect(() => add(here, there)).toThrow(expect.objectContaining({ code: 'MIXED_DEVICES' }));
    expect(() => add(here, there)).toThrow('add: input "b" is on another device (reference) than the rest (reference)');
  });

  it('refuses to run without a device', () => {
    expect(() => fillOp({}, { shape: [1], value: 1 })).toThrow(CnnGpuError);
    expect(() => fillOp({}, { shape: [1], value: 1 })).toThrow(expect.objectContaining({ code: 'NO_DEVICE' }));
  });

  it('refuses a freed input, and names it', () => {
    const [a, b] = [tensor(device, [1], [1]), tensor(device, [1], [1])];
    b.dispose();
    expect(() => add(a, b)).toThrow(DisposedError);
    expect(() => add(a, b)).toThrow('add: input "b" [1]');
  });

  it('refuses to change a tensor in place that is also another input', () => {
    const [w, hyper] = [tensor(device, [2], [1, 2]), tensor(device, [1], [0.1])];
    const attempt = () => sgdUpdate({ variable: w, gradient: w, hyper });
    expect(attempt).toThrow(ShapeError);
    expect(attempt).toThrow('changes "variable" in place, but "gradient" is the same tensor');
  });

  it('takes no memory when its shape rule refuses', () => {
    const [a, b] = [tensor(device, [2], [1, 2]), tensor(device, [3], [1, 2, 3])];
    const before = device.memory;
    expect(() => add(a, b)).toThrow(ShapeError);
    expect(device.memory).toEqual(before);
  });
});
