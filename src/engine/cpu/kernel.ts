import type { Tensor } from '../tensor.ts';
import type { BindingUse, ParamType } from '../webgpu/kernel.ts';

/**
 * The typed mirror of a kernel in `src/kernels/wasm`: an exported function `name(params: …Params, task: u32)`, whose
 * class of params has the addresses of the bindings first, then the params, all of four bytes. A contract test holds
 * it against the text.
 */
export interface CpuKernelSpec<B extends string, P extends string> {
  /** Name of the exported function. */
  readonly name: string;
  /** The tensors, in order. */
  readonly bindings: Readonly<Record<B, BindingUse>>;
  /** The numbers, in order. */
  readonly params: Readonly<Record<P, ParamType>>;
}

/** A kernel of any signature, as the device handles it. */
export type CpuKernel = CpuKernelSpec<string, string>;

/** A kernel with everything it needs for one run. */
export interface CpuCall {
  readonly kernel: CpuKernel;
  readonly bindings: Readonly<Record<string, Tensor>>;
  readonly params: Readonly<Record<string, number>>;
  /** How many times the function is called, with `task` counted from 0, on any threads and in any order. */
  readonly tasks: number;
}

/** A kernel whose calls are checked against its spec by the compiler. */
export interface DefinedCpuKernel<B extends string, P extends string> extends CpuKernelSpec<B, P> {
  call(bindings: Readonly<Record<B, Tensor>>, params: Readonly<Record<P, number>>, tasks: number): CpuCall;
}

/** Describes a WebAssembly kernel. The names must equal those in its text. */
/* @__NO_SIDE_EFFECTS__ */
export function defineCpuKernel<B extends string, P extends string>(spec: CpuKernelSpec<B, P>): DefinedCpuKernel<B, P> {
  return { ...spec, call: (bindings, params, tasks) => ({ kernel: spec, bindings, params, tasks }) };
}
