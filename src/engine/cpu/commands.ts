import type { Access } from '../liveness.ts';
import type { OpCall } from '../op.ts';
import type { TensorSpec } from '../shape.ts';
import type { Storage } from '../storage.ts';
import type { Tensor } from '../tensor.ts';
import type { CpuCall } from './kernel.ts';

/** One command of the CPU device. */
export interface CpuCommand {
  /** The call that issued it. */
  readonly call: OpCall;
  /** The kernel's call; null where the op's reference loops run instead, on the main thread. */
  readonly kernelCall: CpuCall | null;
}

/** The commands of an op's call: its `cpu` form where it has one for these shapes, else its loops. */
export function commandsOf(call: OpCall, scratch: (spec: TensorSpec) => Tensor): readonly CpuCommand[] {
  const { op, inputs, outputs, attrs } = call;
  const kernelCalls: readonly CpuCall[] | null = op.cpu?.(inputs, outputs, attrs, scratch) ?? null;
  return kernelCalls?.map((kernelCall) => ({ call, kernelCall })) ?? [{ call, kernelCall: null }];
}

/** What a command reads and writes, by storage. */
export function accessOf({ call, kernelCall }: CpuCommand): Access<Storage> {
  if (kernelCall === null) return { reads: storagesOf(call.inputs), writes: storagesOf(call.outputs) };
  const { kernel, bindings } = kernelCall;
  const uses = Object.entries(kernel.bindings);
  const except = (use: string) => uses.filter((entry) => entry[1] !== use).map(([name]) => bindings[name].storage);
  return { reads: except('write'), writes: except('read') };
}

/** The tensors of a command by name. */
export const tensorsOf = ({ call, kernelCall }: CpuCommand): Readonly<Record<string, Tensor>> =>
  kernelCall?.bindings ?? { ...call.inputs, ...call.outputs };

const storagesOf = (tensors: Readonly<Record<string, Tensor>>): Storage[] =>
  Object.values(tensors).map(({ storage }) => storage);
