import type { OpCall } from './op.ts';
import type { Program } from './program.ts';
import type { HostArray, TensorSpec } from './shape.ts';
import type { Storage } from './storage.ts';
import type { Tensor } from './tensor.ts';

export type DeviceKind = 'webgpu' | 'cpu' | 'reference';

/** What a device is, for people and for reports. */
export interface DeviceInfo {
  /** Name of the adapter or of the runtime: "NVIDIA …", "SwiftShader Device", "reference loops". */
  readonly adapter: string;
  /** True when no GPU does the work. */
  readonly software: boolean;
}

/** Memory that a device holds at the moment. */
export interface DeviceMemory {
  /** Live buffers, those that wait in the pool for reuse included. */
  readonly buffers: number;
  readonly bytes: number;
}

/** A place where tensors live and ops run. All devices compute the same; they differ in speed. */
export interface Device {
  readonly kind: DeviceKind;
  readonly info: DeviceInfo;
  readonly memory: DeviceMemory;
  /** Takes memory for a tensor. Throws `GpuOutOfMemoryError` when it exceeds the device's limits. @internal */
  allocate(spec: TensorSpec): Storage;
  /** Copies host data into a tensor. Throws `ShapeError` when the number of elements differs. */
  write(target: Tensor, data: HostArray): void;
  /** Copies a tensor to the host. */
  read(source: Tensor): Promise<HostArray>;
  /** Runs one op now. */
  execute(call: OpCall): void;
  /** Turns a trace into a plan with its own memory. The tensors of `keep` can be read after each run. */
  prepare(program: Program, keep?: readonly Tensor[]): Promise<Plan>;
  /** Waits until at most `stepsInFlight` runs of plans are unfinished. Throws errors that came late. */
  throttle(stepsInFlight: number): Promise<void>;
  /** Frees everything; the device cannot be used afterwards. */
  dispose(): void;
}

/** Figures of a prepared plan. */
export interface PlanStats {
  /** Commands a run issues: GPU dispatches, or op calls on the host devices. */
  readonly dispatches: number;
  /** Buffers behind all intermediate tensors. */
  readonly buffers: number;
  readonly bytes: number;
  /** What all tensors of the trace would take, with the kernels' scratch, if none were fused away or shared a buffer. */
  readonly bytesWithoutReuse: number;
}

/** A command of a plan, and what its run took. */
export interface CommandTime {
  /** The op that issued it. */
  readonly op: string;
  /** The kernel; on the host devices, the op again. */
  readonly kernel: string;
  /** When it began, from the begin of the first command. */
  readonly startMs: number;
  readonly ms: number;
  /** What it is bound to, each tensor once: the least that it has to move. */
  readonly bytes: number;
  /** Arithmetic of the op (`OpDefinition.flops`), counted to its longest command; 0 where the op does not say. */
  readonly flops: number;
}

/** A trace made ready to run again and again. What changes between runs is in tensors; everything else is fixed. */
export interface Plan {
  /** Issues all commands; returns before they are done on a GPU. */
  run(): void;
  /** Runs once, each command by itself and timed. Slower than `run`, with the same results. */
  profile(): Promise<readonly CommandTime[]>;
  readonly stats: PlanStats;
  /** A table of the calls, their shapes and their memory, for people. */
  describe(): string;
  /** Frees the plan's memory. */
  dispose(): void;
}
