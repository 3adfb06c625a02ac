import { describe, expect, it } from 'vitest';
import { defineOp } from '../../src/engine/op.ts';
import { trace } from '../../src/engine/program.ts';
import { spec, type TensorSpec } from '../../src/engine/shape.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { type BindingUse, defineKernel } from '../../src/engine/webgpu/kernel.ts';
import { GpuValidationError, KernelCompileError } from '../../src/errors.ts';
import { relu } from '../../src/ops/index.ts';
import { ownDevices } from '../support/own-device.ts';

const ownDevice = ownDevices();

const library = 'fn twice(x: f32) -> f32 {\n  return 2.0 * x;\n}\n';
const main = `struct Params { size: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.size) { y[id.x] = twice(x[id.x]); }
}
`;

/** An op y = 2x with the kernel text given; `bound` chooses what is bound as y. */
function twiceOp(code: readonly string[], bound: (x: Tensor, y: Tensor) => Tensor = (_, y) => y) {
  const bindings = { x: 'read', y: 'write' } satisfies Record<string, BindingUse>;
  const kernel = defineKernel({ name: 'twice', code, bindings, params: { size: 'u32' } });
  const op = defineOp({
    name: 'twice',
    outputs: ({ x }: { x: TensorSpec }) => ({ y: spec(x.shape) }),
    reference: () => {},
    gpu: ({ x }, { y }) => [kernel.dispatch({ x, y: bound(x, y) }, { size: x.size }, { threads: x.size })],
  });
  return (x: Tensor) => op({ x }, undefined).y;
}

describe('a kernel that does not compile', () => {
  const brokenMain = twiceOp([library, main.replace('twice(', 'thrice(')]);
  const brokenLibrary = twiceOp([library.replace('* x', '* z'), main]);

  it('is an error of prepare with file, line and column of the joined piece', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2], [1, 2]);
    const attempt = device.prepare(trace(device, () => brokenMain(x)));
    await expect(attempt).rejects.toThrow(KernelCompileError);
    await expect(attempt).rejects.toThrow(/Kernel "twice" does not compile:\ntwice\.wgsl:7:39: .*thrice/);
    await expect(device.prepare(trace(device, () => brokenLibrary(x)))).rejects.toThrow(
      /\ntwice \(piece 1\):2:16: .*'z'/,
    );
    // It was told; nothing of it is left for later calls, and no memory is lost.
    expect(await relu(x).data()).toEqual(Float32Array.of(1, 2));
    expect(device.memory.buffers).toBe(2);
  });

  it('is an error of the next read when an op uses it at once, each time', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2], [1, 2]);
    for (let time = 0; time < 2; time++) {
      await expect(brokenMain(x).data()).rejects.toThrow(KernelCompileError);
    }
    await expect(device.prepare(trace(device, () => brokenMain(x)))).rejects.toThrow(/twice\.wgsl:7:39/);
    expect(await relu(x).data()).toEqual(Float32Array.of(1, 2));
  });

  it('tells what the driver says where the text is right', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2], [1, 2]);
    const large = twiceOp([library, main.replace('workgroup_size(64)', 'workgroup_size(100000)')]);
    await expect(device.prepare(trace(device, () => large(x)))).rejects.toThrow(/Kernel "twice".*\n.*100000/);
    await expect(large(x).data()).rejects.toThrow(/Kernel "twice".*\n.*100000/);
  });
});

describe('a command that WebGPU refuses', () => {
  const tooSmall = twiceOp([library, main.replace('size: u32', 'size: u32, rest: array<vec4u, 8>')]);
  const inPlace = twiceOp([library, main], (x) => x);

  it('is an error at the next call: a uniform block that is too small', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2], [1, 2]);
    await expect(tooSmall(x).data()).rejects.toThrow(GpuValidationError);
    expect(await relu(x).data()).toEqual(Float32Array.of(1, 2));
  });

  it('is an error at the next call: a buffer read and written in one dispatch', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2], [1, 2]);
    const plan = await device.prepare(trace(device, () => inPlace(x)));
    plan.run();
    await expect(device.throttle(0)).rejects.toThrow(GpuValidationError);
    await expect(inPlace(x).data()).rejects.toMatchObject({ code: 'GPU_VALIDATION' });
    expect(await x.data()).toEqual(Float32Array.of(1, 2));
  });
});
