import { expect, it } from 'vitest';
import { defineOp, type Variant } from '../../src/engine/op.ts';
import { trace } from '../../src/engine/program.ts';
import { spec, type TensorSpec } from '../../src/engine/shape.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { defineKernel } from '../../src/engine/webgpu/kernel.ts';
import type { TuneMode } from '../../src/engine/webgpu/tune-mode.ts';
import { makeTuner } from '../../src/engine/webgpu/tuner.ts';
import { callKey, type TuningRecord } from '../../src/engine/webgpu/variant-choice.ts';
import { limitMemory, ownDevices } from '../support/own-device.ts';

const ownDevice = ownDevices();
const SIZE = 4096;

/** A kernel that adds `amount` to each number, in as many rounds as the params say. */
const adding = (name: string, amount: string, broken = '') =>
  defineKernel({
    name,
    code: [
      `@group(0) @binding(0) var<uniform> params: u32;
       @group(0) @binding(1) var<storage, read> x: array<f32>;
       @group(0) @binding(2) var<storage, read_write> y: array<f32>;
       @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
         var sum = x[id.x];
         for (var i = 0u; i < params; i++) { sum += f32(${amount}) / f32(params); }
         y[id.x] = sum; ${broken}
       }`,
    ],
    bindings: { x: 'read', y: 'write' },
    params: { rounds: 'u32' },
  });

type AddInputs = { x: TensorSpec };
type AddOutputs = { y: TensorSpec };
const form = (kernel: ReturnType<typeof adding>, rounds: number) => ({
  gpu: ({ x }: { x: Tensor }, { y }: { y: Tensor }) => [kernel.dispatch({ x, y }, { rounds }, { threads: SIZE })],
});
const variant = (kernel: ReturnType<typeof adding>, rounds: number): Variant<AddInputs, AddOutputs, void> => ({
  ...form(kernel, rounds),
  fits: () => true,
  suits: () => false,
});

/** The simple form takes 4096 rounds, the fast one 1; the others must not be chosen, however fast. */
const addOne = defineOp({
  name: 'addOne',
  outputs: ({ x }: AddInputs): AddOutputs => ({ y: spec(x.shape) }),
  reference: () => {},
  ...form(adding('simple', '1'), 4096),
  variants: {
    wrong: variant(adding('wrong', '2'), 1),
    broken: variant(adding('broken', '1', 'y[id.x] = nothing;'), 1),
    fast: variant(adding('fast', '1'), 1),
  },
});

async function tuned(mode: TuneMode, known: TuningRecord | null = null, prepare?: (raw: GPUDevice) => void) {
  const { device } = await ownDevice(prepare);
  const saved: TuningRecord[] = [];
  const store = { load: async () => known, save: async (record: TuningRecord) => void saved.push(record) };
  await device.tune(await makeTuner(device, mode), store);
  const x = tensor(device, [SIZE], new Float32Array(SIZE).fill(3));
  let y = null as unknown as Tensor;
  const program = trace(device, () => {
    y = addOne({ x }, undefined).y;
  });
  const plan = await device.prepare(program, [y]);
  plan.run();
  const result = await y.data();
  const key = callKey(program.calls[0] as never);
  const kernel = plan.describe().split('\t')[1];
  return { saved, key, kernel, result: result[SIZE - 1] };
}

it('chooses the fastest form that gives what the simple one gives, and bars the others', async () => {
  const { saved, key, kernel, result } = await tuned('full');
  expect(kernel).toBe('fast');
  expect(result).toBe(4);
  expect(saved).toEqual([{ chosen: { [key]: 'fast' }, refused: ['addOne/wrong', 'addOne/broken'] }]);
});

it('measures nothing when it is off, or knows the call', async () => {
  const off = await tuned('off');
  expect(off).toMatchObject({ saved: [], kernel: 'simple' });
  const known = { chosen: { [off.key]: 'fast' }, refused: [] };
  expect(await tuned('full', known)).toMatchObject({ saved: [], kernel: 'fast', result: 4 });
});

it('never takes a form that was barred in an earlier run', async () => {
  const off = await tuned('off');
  const known = { chosen: { [off.key]: 'fast' }, refused: ['addOne/fast'] };
  expect(await tuned('quick', known)).toMatchObject({ kernel: 'simple', result: 4 });
});

it('goes on without measuring where there is no memory for trials, and bars nothing', async () => {
  const { saved, kernel, result } = await tuned('full', null, (raw) => limitMemory(raw, 2.5 * 4 * SIZE));
  expect(kernel).toBe('simple');
  expect(result).toBe(4);
  expect(saved).toEqual([{ chosen: {}, refused: [] }]);
});
