import { CnnGpuError, DisposedError, ShapeError } from '../errors.ts';
import type { CpuCall } from './cpu/kernel.ts';
import type { Device } from './device.ts';
import { openProgram } from './program.ts';
import type { HostTensor, TensorSpec } from './shape.ts';
import { showShape } from './shape.ts';
import { record } from './tape.ts';
import { empty, Tensor } from './tensor.ts';
import type { AdapterTraits } from './webgpu/adapter-traits.ts';
import type { Dispatch } from './webgpu/kernel.ts';

type Specs = Readonly<Record<string, TensorSpec>>;
type TensorsOf<S> = { readonly [K in keyof S]: Tensor };
type HostTensorsOf<S> = { readonly [K in keyof S]: HostTensor };

/** What a gradient may read. */
export interface GradientContext<I, O, A> {
  readonly inputs: TensorsOf<I>;
  readonly outputs: TensorsOf<O>;
  /** The gradient of the loss with respect to the first output; the others, such as statistics, have none. */
  readonly grads: TensorsOf<O>;
  readonly attrs: A;
  /** Computes something that several inputs' gradients share, at most once. */
  once<T>(compute: () => T): T;
}

/** Gives the kernel dispatches of a call. `scratch` gives a tensor that lives only within the call. */
export type Dispatches<I, O, A> = (
  inputs: TensorsOf<I>,
  outputs: TensorsOf<O>,
  attrs: A,
  scratch: (spec: TensorSpec) => Tensor,
) => readonly Dispatch[];

/** Another form of an op's kernels, with the same results to rounding. */
export interface Variant<I, O, A> {
  /** Whether an adapter can run it on these shapes. */
  fits(inputs: TensorsOf<I>, outputs: TensorsOf<O>, attrs: A, adapter: AdapterTraits): boolean;
  /** Whether it is taken where it fits and nothing was measured. */
  suits(inputs: TensorsOf<I>, outputs: TensorsOf<O>, attrs: A, adapter: AdapterTraits): boolean;
  /** The kernel dispatches of a call on the adapter. */
  gpu(
    inputs: TensorsOf<I>,
    outputs: TensorsOf<O>,
    attrs: A,
    scratch: (spec: TensorSpec) => Tensor,
    adapter: AdapterTraits,
  ): readonly Dispatch[];
}

/** One op: everything there is to know about it, in one value. */
export interface OpDefinition<I extends Specs, O extends Specs, A> {
  readonly name: string;
  /** The shape rule: checks the inputs and attributes, and gives the outputs' specs. */
  outputs(inputs: I, attrs: A): O;
  /** Plain loops over host arrays: the judge of all other kernels. In-place ops change `inputs[update].data`. */
  reference(inputs: HostTensorsOf<I>, outputs: HostTensorsOf<O>, attrs: A): void;
  /**
   * The WebAssembly kernels' calls, in order, for the CPU device; without it, and where it gives null for the shapes,
   * the CPU device runs `reference`.
   */
  readonly cpu?: (
    inputs: TensorsOf<I>,
    outputs: TensorsOf<O>,
    attrs: A,
    scratch: (spec: TensorSpec) => Tensor,
  ) => readonly CpuCall[] | null;
  /** The kernel dispatches, in order: the simple form, which runs on every adapter. */
  readonly gpu: Dispatches<I, O, A>;
  /** Faster forms of `gpu` by name, the most preferred first; the device chooses among those that fit. */
  readonly variants?: Readonly<Record<string, Variant<I, O, A>>>;
  /**
   * The call that does at once what a call of this op and then `next`, the only reader of its first output, do; null
   * where there is none. Its outputs are those of `next`, and the others of `call`. Plans ask for it.
   */
  readonly fuse?: (call: OpCall, next: OpCall) => OpCall | null;
  /** Floating-point operations of a call, for profiles: a multiplication and an addition count as two. Default 0. */
  readonly flops?: (inputs: TensorsOf<I>, outputs: TensorsOf<O>, attrs: A) => number;
  /** One entry per differentiable input, built from other ops: the gradient through the first output. */
  readonly gradients?: { readonly [K in keyof I]?: (context: GradientContext<I, O, A>) => Tensor };
  /** Inputs that the op changes in place; they are bound for reading and writing. */
  readonly updates?: readonly (keyof I & string)[];
  /** Names the input whose memory the only output shares: the op then only renames it and runs nothing. */
  readonly alias?: keyof I & string;
}

/** An op definition of any signature, as the engine handles it. */
// biome-ignore lint/suspicious/noExplicitAny: the engine runs ops without knowing their inputs, outputs and attributes
export type AnyOp = OpDefinition<any, any, any>;

/** An op that can be called: `matmulOp({ a, b }, attrs)`. Ops without inputs take the device as third argument. */
export interface Op<I extends Specs, O extends Specs, A> extends OpDefinition<I, O, A> {
  (inputs: TensorsOf<I>, attrs: A, device?: Device): TensorsOf<O>;
}

/** One call of an op with its tensors. */
export interface OpCall {
  readonly op: AnyOp;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly attrs: unknown;
}

/** Makes an op callable. The type arguments follow from the annotated parameters of `outputs`. */
/* @__NO_SIDE_EFFECTS__ */
export function defineOp<I extends Specs, O extends Specs, A = void>(definition: OpDefinition<I, O, A>): Op<I, O, A> {
  const call = (inputs: TensorsOf<I>, attrs: A, device?: Device) => apply(op, inputs, attrs, device);
  const { name, ...rest } = definition;
  // Calls name the callable op itself, so that `call.op === reluOp` tells what a call is.
  const op = Object.assign(Object.defineProperty(call, 'name', { value: name }), rest) as Op<I, O, A>;
  return op;
}

/** Runs an op, or records it when a trace is open; either way the open tape sees it. */
function apply<I extends Specs, O extends Specs, A>(
  op: OpDefinition<I, O, A>,
  inputs: TensorsOf<I>,
  attrs: A,
  device?: Device,
): TensorsOf<O> {
  const target = commonDevice(op.name, inputs, device);
  const program = openProgram();
  if (program !== null && program.device !== target) {
    throw new CnnGpuError(
      'MIXED_DEVICES',
      `${op.name}: its tensors are on ${target.kind}, but the trace is of another device.`,
    );
  }
  refuseSharedUpdates(op, inputs);
  const specs = op.outputs(inputs as unknown as I, attrs);
  const outputs: Record<string, Tensor> = {};
  for (const [name, spec] of Object.entries(specs)) {
    if (op.alias !== undefined) outputs[name] = new Tensor(target, spec, inputs[op.alias].storage);
    else if (program !== null) outputs[name] = new Tensor(target, spec);
    else outputs[name] = empty(target, spec);
  }
  const call: OpCall = { op, inputs, outputs, attrs };
  if (op.alias === undefined) {
    if (program !== null) program.calls.push(call);
    else target.execute(call);
  }
  record(call);
  return outputs as TensorsOf<O>;
}

function commonDevice(name: string, inputs: Readonly<Record<string, Tensor>>, given?: Device): Device {
  let device = given;
  for (const [input, tensor] of Object.entries(inputs)) {
    if (tensor.storage.isFreed) throw new DisposedError(`${name}: input "${input}" ${showShape(tensor.shape)}`);
    if (device !== undefined && tensor.device !== device) {
      throw new CnnGpuError(
        'MIXED_DEVICES',
        `${name}: input "${input}" is on another device (${tensor.device.kind}) than the rest (${device.kind}). Copy it over first.`,
      );
    }
    device = tensor.device;
  }
  if (device === undefined) {
    throw new CnnGpuError('NO_DEVICE', `${name} has no inputs to take the device from; pass the device.`);
  }
  return device;
}

/** WebGPU forbids one buffer bound twice in a dispatch when one binding is writable. */
function refuseSharedUpdates(op: AnyOp, inputs: Readonly<Record<string, Tensor>>): void {
  for (const updated of op.updates ?? []) {
    for (const [other, tensor] of Object.entries(inputs)) {
      if (other !== updated && tensor.storage === inputs[updated]?.storage) {
        throw new ShapeError(
          op.name,
          { updated, other },
          `changes "${updated}" in place, but "${other}" is the same tensor. Pass a copy.`,
        );
      }
    }
  }
}
