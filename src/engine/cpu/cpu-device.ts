import { DisposedError } from '../../errors.ts';
import type { Device, DeviceInfo, DeviceMemory, Plan } from '../device.ts';
import type { OpCall } from '../op.ts';
import type { Program } from '../program.ts';
import { checkSources, refuseInTrace } from '../program.ts';
import type { HostArray, HostTensor, TensorSpec } from '../shape.ts';
import { showShape } from '../shape.ts';
import { Storage } from '../storage.ts';
import { bytesOf, checkElements, Tensor } from '../tensor.ts';
import { callListBytes, writeCallList } from './call-list.ts';
import { commandsOf } from './commands.ts';
import { CpuPlan } from './cpu-plan.ts';
import { addressOf, Heap } from './heap.ts';
import { type CpuParts, CpuRuntime } from './runtime.ts';

/**
 * Runs on the processor: an op's `cpu` form as WebAssembly kernels, on several threads where memory can be shared; ops
 * without one by their reference loops. All tensors lie in the module's memory.
 */
export class CpuDevice implements Device {
  readonly kind = 'cpu';
  readonly info: DeviceInfo;
  readonly #runtime: CpuRuntime;
  readonly #heap: Heap;
  #disposed = false;

  /** @internal Devices come from `createDevice`. */
  constructor(parts: CpuParts, adapter: string) {
    this.info = { adapter, software: true };
    this.#runtime = new CpuRuntime(parts);
    this.#heap = new Heap(parts.memory, this.#runtime.heapStart);
  }

  get memory(): DeviceMemory {
    return this.#heap.memory;
  }

  /** @internal */
  allocate(spec: TensorSpec): Storage {
    this.#refuseDisposed();
    const block = this.#heap.take(bytesOf(spec), `a tensor ${showShape(spec.shape)}`);
    return new Storage(bytesOf(spec)).place(block, this.#heap.releaser(block));
  }

  write(target: Tensor, data: HostArray): void {
    refuseInTrace('write was called');
    this.#refuseDisposed();
    checkElements(target, data);
    this.#view(target, addressOf(target)).set(data);
  }

  async read(source: Tensor): Promise<HostArray> {
    refuseInTrace('data() was called');
    this.#refuseDisposed();
    const view = this.#view(source, addressOf(source));
    return source.dtype === 'u32' ? new Uint32Array(view) : new Float32Array(view);
  }

  execute(call: OpCall): void {
    this.#refuseDisposed();
    const scratches: Tensor[] = [];
    const scratch = (spec: TensorSpec) => {
      const tensor = new Tensor(this, spec, this.allocate(spec));
      scratches.push(tensor);
      return tensor;
    };
    const calls = commandsOf(call, scratch).flatMap(({ kernelCall }) => kernelCall ?? []);
    if (calls.length === 0) {
      this.runLoops(call, addressOf);
      return;
    }
    const list = this.#heap.take(callListBytes(calls), 'a list of calls');
    writeCallList(calls, list.address, this.#runtime.memory, (kernel) => this.#runtime.slotOf(kernel), addressOf);
    this.#runtime.run(list.address, calls.length);
    this.#heap.releaser(list)();
    for (const tensor of scratches) tensor.dispose();
  }

  /** Runs an op's reference loops on views of the memory. @internal */
  runLoops({ op, inputs, outputs, attrs }: OpCall, addressOf: (tensor: Tensor) => number): void {
    const hostTensors = (tensors: Readonly<Record<string, Tensor>>): Record<string, HostTensor> =>
      Object.fromEntries(
        Object.entries(tensors).map(([name, t]) => [name, { shape: t.shape, data: this.#view(t, addressOf(t)) }]),
      );
    op.reference(hostTensors(inputs), hostTensors(outputs), attrs);
  }

  async prepare(program: Program, keep: readonly Tensor[] = []): Promise<Plan> {
    this.#refuseDisposed();
    checkSources(program);
    return new CpuPlan(this, program, keep, this.#heap, this.#runtime);
  }

  async throttle(): Promise<void> {}

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#runtime.dispose();
  }

  /** A tensor's elements. Made anew for each use: the memory's buffer is another one after it has grown. */
  #view({ dtype, size }: Tensor, address: number): Float32Array | Uint32Array {
    const { buffer } = this.#runtime.memory;
    return dtype === 'u32' ? new Uint32Array(buffer, address, size) : new Float32Array(buffer, address, size);
  }

  #refuseDisposed(): void {
    if (this.#disposed) throw new DisposedError('The cpu device');
  }
}
