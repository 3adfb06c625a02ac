import { DeviceLostError, GpuOutOfMemoryError, GpuValidationError, KernelCompileError } from '../../errors.ts';
import type { Device, DeviceInfo, DeviceMemory, Plan } from '../device.ts';
import { fuseCalls } from '../fusion.ts';
import type { OpCall } from '../op.ts';
import type { Program } from '../program.ts';
import { checkSources, refuseInTrace } from '../program.ts';
import type { HostArray, TensorSpec } from '../shape.ts';
import { showShape } from '../shape.ts';
import { Storage } from '../storage.ts';
import { bytesOf, checkElements, Tensor } from '../tensor.ts';
import { adapterTraits } from './adapter-traits.ts';
import type { AskGpu } from './ask-gpu.ts';
import { BufferPool } from './buffer-pool.ts';
import type { CommandContext } from './commands.ts';
import { EagerQueue } from './eager-queue.ts';
import type { Dispatch } from './kernel.ts';
import { PipelineCache } from './pipeline-cache.ts';
import { Readback } from './readback.ts';
import type { TuningStore } from './tune-mode.ts';
import type { Tuner } from './tuner.ts';
import { dispatchesOf, VariantChoice } from './variant-choice.ts';
import { type FormOf, type PlannedCalls, WebGpuPlan } from './webgpu-plan.ts';

/** Runs ops as WGSL kernels on a `GPUDevice`. Where that comes from (Dawn, a browser) is not its business. */
export class WebGpuDevice implements Device {
  readonly kind = 'webgpu';
  readonly info: DeviceInfo;
  /** Which form of its kernels each call runs in. */
  readonly choice: VariantChoice;
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
  readonly #ask: AskGpu;
  readonly #inFlight = new Set<Promise<unknown>>();
  #tuner: Tuner | null = null;
  #store: TuningStore | null = null;
  #failure: Error | null = null;

  /** @internal Devices come from `createDevice`. */
  constructor(device: GPUDevice, info: DeviceInfo, ask: AskGpu = (work) => work()) {
    this.info = info;
    this.choice = new VariantChoice(adapterTraits(device, info.software));
    this.#device = device;
    this.maxWorkgroupsPerDimension = device.limits.maxComputeWorkgroupsPerDimension;
    this.#pool = new BufferPool(device, () => this.#queue.flush());
    this.#pipelines = new PipelineCache(device, (error) => this.#fail(error));
    this.#ask = ask;
    this.#readback = new Readback(device, ask);
    this.#queue = new EagerQueue(this.#context(bufferOf));
    device.onuncapturederror = (event) => {
      event.preventDefault(); // else it is also printed
      this.#refused(event.error);
    };
    void device.lost.then(({ reason, message }) => this.#fail(new DeviceLostError(reason, message)));
  }

  get memory(): DeviceMemory {
    return this.#pool.memory;
  }

  /** @internal */
  allocate(spec: TensorSpec): Storage {
    this.#throwFailure();
    const bytes = bytesOf(spec);
    const buffer = this.#pool.take(bytes, `a tensor ${showShape(spec.shape)}`);
    return new Storage(bytes).place(buffer, this.#pool.releaser(buffer));
  }

  write(target: Tensor, data: HostArray): void {
    refuseInTrace('write was called');
    this.#throwFailure();
    checkElements(target, data);
    this.#queue.flush();
    this.#device.queue.writeBuffer(bufferOf(target), target.storage.byteOffset, elementsFor(target, data));
  }

  async read(source: Tensor): Promise<HostArray> {
    refuseInTrace('data() was called');
    this.#throwFailure();
    const buffer = bufferOf(source);
    this.#queue.flush();
    const { byteOffset, bytes: size } = source.storage;
    const bytes = await this.#orFailure(this.#readback.read(buffer, byteOffset, size));
    await this.#pipelines.settle();
    this.#throwFailure();
    return source.dtype === 'u32' ? new Uint32Array(bytes) : new Float32Array(bytes);
  }

  execute(call: OpCall): void {
    this.#throwFailure();
    const scratches: Tensor[] = [];
    const scratch = (spec: TensorSpec) => {
      const tensor = new Tensor(this, spec, this.allocate(spec));
      scratches.push(tensor);
      return tensor;
    };
    const dispatches = dispatchesOf(call, this.choice.formOf(call), scratch, this.choice.traits);
    for (const dispatch of dispatches) this.#queue.add(dispatch);
    for (const tensor of scratches) tensor.dispose();
  }

  async prepare(program: Program, keep: readonly Tensor[] = []): Promise<Plan> {
    this.#throwFailure();
    checkSources(program);
    const calls = fuseCalls(program.calls, keep);
    const plan = await this.#plan({ traced: program.calls, calls }, keep, async () => {
      await this.#tuner?.tune(calls);
      return (call) => this.choice.formOf(call);
    });
    this.#throwFailure();
    return plan;
  }

  /** A plan of one call in a given form, whose outputs are kept. @internal */
  prepareForm(call: OpCall, form: string): Promise<Plan> {
    return this.#plan({ traced: [call], calls: [call] }, Object.values(call.outputs), async () => () => form);
  }

  /**
   * Begins with what is known of forms from earlier runs, and measures those of the calls in later plans, where there is
   * a tuner.
   */
  async tune(tuner: Tuner | null, store: TuningStore | null = null): Promise<void> {
    const known = await store?.load();
    if (known) this.choice.load(known);
    this.#tuner = tuner;
    this.#store = store;
  }

  /** Keeps which forms were chosen and barred for later runs, where `tune` was given a store. @internal */
  async keepChoices(): Promise<void> {
    await this.#store?.save(this.choice.record);
  }

  #plan(calls: PlannedCalls, keep: readonly Tensor[], forms: () => Promise<FormOf>): Promise<WebGpuPlan> {
    const plan = WebGpuPlan.prepare(this, calls, keep, forms, this.#pool, (buffers) => this.#context(buffers));
    return this.#orFailure(plan);
  }

  async throttle(stepsInFlight: number): Promise<void> {
    while (this.#inFlight.size > stepsInFlight) await this.#inFlight.values().next().value;
    await this.#pipelines.settle();
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
    // Should it fail, the device is lost, which the next call tells.
    const done = this.#settle().finally(() => this.#inFlight.delete(done));
    this.#inFlight.add(done);
  }

  dispose(): void {
    this.#fail(new DeviceLostError('destroyed', 'dispose() was called on the device.'));
    this.#device.destroy();
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

  #refused(error: GPUError): void {
    if (error.constructor.name !== 'GPUOutOfMemoryError') {
      this.#fail(new GpuValidationError(error.message));
      return;
    }
    const { bytes } = this.#pool.memory;
    const message = `The GPU is out of memory with ${bytes} bytes taken. Use a smaller batch or smaller images.`;
    this.#fail(new GpuOutOfMemoryError(message, { taken: bytes }));
    this.#pool.renew();
  }

  /** Keeps an error for the next call: the first one, unless another is nearer to the cause. */
  #fail(error: Error): void {
    if (this.#failure === null || causality(error) > causality(this.#failure)) this.#failure = error;
  }

  /** Waits for the work submitted so far, and so for errors on their way. Work counts as done when the device is lost. */
  async #settle(): Promise<void> {
    await this.#ask(() => this.#device.queue.onSubmittedWorkDone()).catch(() => {});
  }

  /** What fails after the device did tells of the device. */
  #orFailure<T>(work: Promise<T>): Promise<T> {
    return work.catch(async (cause: unknown) => {
      await this.#settle();
      this.#throwFailure();
      throw cause;
    });
  }

  #throwFailure(): void {
    const failure = this.#failure;
    if (failure === null) return;
    if (!(failure instanceof DeviceLostError)) this.#failure = null;
    throw failure;
  }
}

/** Later ones can bring about earlier ones: a command is refused because its kernel did not compile, say. */
const CAUSES = [GpuValidationError, GpuOutOfMemoryError, KernelCompileError, DeviceLostError];
const causality = (error: Error): number => CAUSES.findIndex((cause) => error instanceof cause);

const bufferOf = (tensor: Tensor): GPUBuffer => tensor.storage.memory as GPUBuffer;

/** `f32` tensors take any numbers; a `Uint32Array` written to one (labels, say) is converted, not reinterpreted. */
function elementsFor(target: Tensor, data: HostArray): Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
  if (target.dtype === 'u32')
    return (data instanceof Uint32Array ? data : Uint32Array.from(data)) as Uint32Array<ArrayBuffer>;
  return (data instanceof Float32Array ? data : Float32Array.from(data)) as Float32Array<ArrayBuffer>;
}
