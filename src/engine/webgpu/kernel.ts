import type { Tensor } from '../tensor.ts';

/** How a kernel uses a storage buffer. `update` is reading and writing in place. */
export type BindingUse = 'read' | 'write' | 'update';
/** `Params` fields are 4-byte scalars only, so field *i* lies at byte 4·*i* and no alignment rules are needed. */
export type ParamType = 'u32' | 'i32' | 'f32';

/** The typed mirror of a `.wgsl` file; a contract test holds it against the text. */
export interface KernelSpec<B extends string, P extends string, C extends string> {
  /** The file's base name. */
  readonly name: string;
  /** WGSL texts, joined in order: shared pieces first. */
  readonly code: readonly string[];
  /** Storage buffers in the order of `@binding(1)`, `(2)`, … */
  readonly bindings: Readonly<Record<B, BindingUse>>;
  /** Fields of `struct Params` at `@binding(0)`, in order. */
  readonly params: Readonly<Record<P, ParamType>>;
  /** `override` constants with their defaults. */
  readonly constants?: Readonly<Record<C, number>>;
}

/**
 * How many workgroups run: enough for `threads` invocations in workgroups of 64, or as many `workgroups` as said. Either
 * count is one-dimensional; past the adapter's limit it is folded.
 */
export type DispatchSize = { readonly threads: number } | { readonly workgroups: number };

/** A kernel with everything it needs for one run. */
export interface Dispatch {
  readonly kernel: Kernel;
  readonly bindings: Readonly<Record<string, Tensor>>;
  readonly params: Readonly<Record<string, number>>;
  readonly constants: Readonly<Record<string, number>>;
  readonly size: DispatchSize;
}

/** A kernel of any signature, as the device handles it. */
export type Kernel = KernelSpec<string, string, string>;

/** A kernel whose dispatches are checked against its spec by the compiler. */
export interface DefinedKernel<B extends string, P extends string, C extends string> extends KernelSpec<B, P, C> {
  dispatch(
    bindings: Readonly<Record<B, Tensor>>,
    params: Readonly<Record<P, number>>,
    size: DispatchSize & { readonly constants?: Readonly<Partial<Record<C, number>>> },
  ): Dispatch;
}

/** Invocations in a workgroup of the kernels that run one thread per element (`lib/flat-index.wgsl`). */
const WORKGROUP_SIZE = 64;

/** Describes a kernel. The names must equal those in the WGSL text. */
/* @__NO_SIDE_EFFECTS__ */
export function defineKernel<B extends string, P extends string, C extends string = never>(
  spec: KernelSpec<B, P, C>,
): DefinedKernel<B, P, C> {
  return {
    ...spec,
    dispatch: (bindings, params, { constants, ...size }) => ({
      kernel: spec,
      bindings,
      params,
      constants: { ...spec.constants, ...constants } as Record<string, number>,
      size,
    }),
  };
}

/**
 * Workgroup counts of a dispatch. A count above the adapter's limit is folded into y; the kernel unfolds it, with
 * `flatIndex` for threads and `flatGroup` for workgroups.
 */
export function workgroupsOf(size: DispatchSize, maxPerDimension: number): readonly [number, number, number] {
  const count = 'workgroups' in size ? size.workgroups : Math.ceil(size.threads / WORKGROUP_SIZE);
  const x = Math.min(count, maxPerDimension);
  return [x, Math.ceil(count / x), 1];
}

/** Packs params as the uniform block that `struct Params` describes. */
export function packParams(kernel: Kernel, params: Readonly<Record<string, number>>): ArrayBuffer {
  const fields = Object.entries(kernel.params);
  const block = new DataView(new ArrayBuffer(Math.max(1, fields.length) * 4));
  for (const [i, [name, type]] of fields.entries()) {
    const value = params[name];
    if (type === 'f32') block.setFloat32(4 * i, value, true);
    else if (type === 'i32') block.setInt32(4 * i, value, true);
    else block.setUint32(4 * i, value, true);
  }
  return block.buffer;
}
