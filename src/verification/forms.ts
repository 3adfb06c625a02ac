import { sizeOf } from '../engine/shape.ts';
import type { WebGpuDevice } from '../engine/webgpu/webgpu-device.ts';
import type { Arrays, CaseRun } from './case-run.ts';

/** Elements of a tensor from which a row runs only in the form that the device prefers: others may take minutes. */
const LARGE = 2 ** 22;

/**
 * The forms that some kernel of a row, forward or backward, can run in on a device; none where each has but one, or
 * tensors are large.
 */
export function formsOf(run: CaseRun, device: WebGpuDevice): readonly string[] {
  if ([...run.host.values(), ...Object.values(run.specs)].some(({ shape }) => sizeOf(shape) > LARGE)) return [];
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
