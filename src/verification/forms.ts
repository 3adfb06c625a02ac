import { sizeOf, type TensorSpec } from '../engine/shape.ts';
import type { WebGpuDevice } from '../engine/webgpu/webgpu-device.ts';
import type { Case } from './case.ts';
import type { Arrays, CaseRun } from './case-run.ts';

/** Elements of a tensor from which a row is large. */
const LARGE = 2 ** 22;

/** Whether a row has tensors of millions of elements; on software a form of its kernels may take minutes. */
export function isLarge({ op, inputs, attrs }: Case): boolean {
  const outputs: Readonly<Record<string, TensorSpec>> = op.outputs(inputs, attrs);
  return [...Object.values(inputs), ...Object.values(outputs)].some(({ shape }) => sizeOf(shape) > LARGE);
}

/**
 * The forms that some kernel of a row, forward or backward, can run in on a device; none where each has but one, or
 * the row is large: then it runs in the forms that the device prefers.
 */
export function formsOf(run: CaseRun, device: WebGpuDevice): readonly string[] {
  if (isLarge(run.kase)) return [];
  const { program, inputs } = run.traced(device);
  for (const tensor of Object.values(inputs)) tensor.dispose();
  const forms = new Set(program.calls.flatMap((call) => device.choice.candidates(call)));
  return forms.size > 1 ? [...forms] : [];
}

/** Replays a row in one form, wherever that fits. */
export async function replayedIn(form: string, run: CaseRun, device: WebGpuDevice, runs: number): Promise<Arrays[]> {
  device.choice.forced = form;
  try {
    return await run.replayed(device, runs);
  } finally {
    device.choice.forced = null;
  }
}

/** Bars a form that was off from the ops of a row: nobody can say which of them it was. */
export function refuseForm(form: string, run: CaseRun, device: WebGpuDevice): void {
  const { program, inputs } = run.traced(device);
  for (const tensor of Object.values(inputs)) tensor.dispose();
  for (const { op } of program.calls) if (op.variants?.[form] !== undefined) device.choice.refuse(op, form);
}
