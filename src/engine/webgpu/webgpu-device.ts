import { DeviceLostError, GpuOutOfMemoryError, GpuValidationError, ShapeError } from '../../errors.ts';
import type { Device, DeviceInfo, DeviceMemory, Plan } from '../device.ts';
import type { OpCall } from '../op.ts';
import type { Program } from '../program.ts';
import { refuseInTrace } from '../program.ts';
import type { HostArray, TensorSpec } from '../shape.ts';
import { showShape } from '../shape.ts';
import { Storage } from '../storage.ts';
import { bytesOf, Tensor } from '../tensor.ts';
import { BufferPool } from './buffer-pool.ts';
import type { CommandContext } from './commands.ts';
import { EagerQueue } from './eager-queue.ts';
import type { Dispatch } from './kernel.ts';
import { PipelineCache } from './pipeline-cache.ts';
import { Readback } from './readback.ts';
import { WebGpuPlan } from './webgpu-plan.ts';

/** Runs ops as WGSL kernels on a `GPUDevice`. Where that comes from (Dawn, a browser) is not its business. */
export class WebGpuDevice implements Device {
  readonly kind = 'webgpu';
  readonly info: DeviceInfo;
  /**
   * Workgroups in one dispatch dimension before a dispatch is folded into the next; the adapter's limit at first.
   * Tests lower it to fold small tensors.
   */
  maxWorkgroupsPerDimension: number;
  readonly #device: GPUDevice;
  readonly #pool: BufferPool;
  readonly #pipelines: PipelineCache;
  readonly #queue: EagerQueue;
  readonly #readback: Readback;
  readonly #inFlight: Promise<undefined>[] = [];
  #failure: Error | null = null;

  constructor(device: GPUDevice, info: DeviceInfo) {
    this.info = info;
    this.#device = device;
    this.maxWorkgroupsPerDimension = device.limits.maxComputeWorkgroupsPerDimension;
    this.#pool = new BufferPool(device);
    this.#pipelines = new PipelineCache(device);
    this.#readback = new Readback(device);
    this.#queue = new EagerQueue(this.#context(bufferOf));
    device.onuncapturederror = ({ error }) => {
      this.#failure ??= this.#named(error);
    };
    void device.lost.then(({ reason, message }) => {
      this.#failure = new DeviceLostError(reason, message);
    });
  }

  get memory(): DeviceMemory {
    return this.#pool.memory;
  }

  allocate(spec: TensorSpec): Storage {
    this.#throwFailure();
    const bytes = bytesOf(spec);
    const buffer = this.#pool.take(bytes, `a tensor ${showShape(spec.shape)}`);
    const pool = this.#pool;
    return new Storage(bytes).place(buffer, () => pool.release(buffer));
  }

  write(target: Tensor, data: HostArray): void {
    refuseInTrace('write was called');
    this.#throwFailure();
    if (data.length !== target.size) {
      throw new ShapeError(
        'write',
        { expected: target.size, actual: data.length },
        `got ${data.length} elements for a tensor of ${target.size}.`,
      );
    }
    this.#queue.flush();
    this.#device.queue.writeBuffer(bufferOf(target), 0, elementsFor(target, data));
  }

  async read(source: Tensor): Promise<HostArray> {
    refuseInTrace('data() was called');
    this.#throwFailure();
    const buffer = bufferOf(source);
    this.#queue.flush();
    let bytes: ArrayBuffer;
    try {
      bytes = await this.#readback.read(buffer, source.storage.bytes);
    } catch (cause) {
      await this.#settle();
      throw this.#failure ?? cause;
    }
    this.#throwFailure();
    return source.dtype === 'u32' ? new Uint32Array(bytes) : new Float32Array(bytes);
  }

  execute({ op, inputs, outputs, attrs }: OpCall): void {
    this.#throwFailure();
    const scratches: Tensor[] = [];
    const scratch = (spec: TensorSpec) => {
      const tensor = new Tensor(this, spec, this.allocate(spec));
      scratches.push(tensor);
      return tensor;
    };
    for (const dispatch of op.gpu(inputs, outputs, attrs, scratch)) this.#queue.add(dispatch);
    for (const tensor of scratches) tensor.dispose();
  }

  async prepare(program: Program, keep: readonly Tensor[] = []): Promise<Plan> {
    this.#throwFailure();
    this.#queue.flush();
    this.#device.pushErrorScope('validation');
    this.#device.pushErrorScope('out-of-memory');
    let plan: WebGpuPlan | null = null;
    let failure: unknown = null;
    try {
      plan = await WebGpuPlan.prepare(this, program, keep, this.#pool, (buffers) => this.#context(buffers));
    } catch (cause) {
      failure = cause;
    }
    const outOfMemory = await this.#device.popErrorScope();
    const invalid = await this.#device.popErrorScope();
    if (failure === null && outOfMemory === null && invalid === null && plan !== null) return plan;
    plan?.dispose();
    this.#throwFailure();
    if (failure !== null) throw failure;
    throw this.#named((outOfMemory ?? invalid) as GPUError, plan?.stats.bytes);
  }

  async throttle(stepsInFlight: number): Promise<void> {
    while (this.#inFlight.length > stepsInFlight) await this.#inFlight.shift();
    this.#throwFailure();
  }

  /** Compiles the kernels of these dispatches. Throws `KernelCompileError` with file, line and column. */
  compile(dispatches: readonly Dispatch[]): Promise<void> {
    return this.#pipelines.compile(dispatches);
  }

  /** Called by plans: submits eager work first, then notes the run for `throttle`. @internal */
  submitRun(submit: () => void): void {
    this.#throwFailure();
    this.#queue.flush();
    submit();
    this.#inFlight.push(this.#device.queue.onSubmittedWorkDone());
  }

  dispose(): void {
    this.#device.destroy();
    this.#failure = new DeviceLostError('destroyed', 'dispose() was called on the device.');
  }

  #context(bufferOf: (tensor: Tensor) => GPUBuffer): CommandContext {
    const self = this;
    return {
      device: this.#device,
      pipelines: this.#pipelines,
      get maxWorkgroupsPerDimension() {
        return self.maxWorkgroupsPerDimension;
      },
      bufferOf,
    };
  }

  #named(error: GPUError, bytes?: number): Error {
    if (error.constructor.name === 'GPUOutOfMemoryError') {
      const planned = bytes === undefined ? '' : ` The step needs ${bytes} bytes for its intermediate tensors.`;
      return new GpuOutOfMemoryError(`The GPU is out of memory.${planned} Use a smaller batch or smaller images.`, {
        bytes,
      });
    }
    return new GpuValidationError(error.message);
  }

  /** Lets a device loss or an error that is on its way arrive. */
  async #settle(): Promise<void> {
    await Promise.race([this.#device.lost, this.#device.queue.onSubmittedWorkDone().catch(() => {})]);
  }

  #throwFailure(): void {
    const failure = this.#failure;
    if (failure === null) return;
    if (!(failure instanceof DeviceLostError)) this.#failure = null;
    throw failure;
  }
}

const bufferOf = (tensor: Tensor): GPUBuffer => tensor.storage.memory as GPUBuffer;

/** `f32` tensors take any numbers; a `Uint32Array` written to one (labels, say) is converted, not reinterpreted. */
function elementsFor(target: Tensor, data: HostArray): Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
  if (target.dtype === 'u32')
    return (data instanceof Uint32Array ? data : Uint32Array.from(data)) as Uint32Array<ArrayBuffer>;
  return (data instanceof Float32Array ? data : Float32Array.from(data)) as Float32Array<ArrayBuffer>;
}
