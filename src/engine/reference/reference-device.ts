import { DisposedError } from '../../errors.ts';
import type { Device, DeviceInfo, DeviceKind, DeviceMemory, Plan } from '../device.ts';
import type { AnyOp, OpCall } from '../op.ts';
import type { Program } from '../program.ts';
import { checkSources, refuseInTrace } from '../program.ts';
import type { HostArray, HostTensor, TensorSpec } from '../shape.ts';
import { sizeOf } from '../shape.ts';
import { Storage } from '../storage.ts';
import { bytesOf, checkElements, type Tensor } from '../tensor.ts';
import { hostArray } from './host-array.ts';
import { HostPlan } from './host-plan.ts';

/** Tensors as plain typed arrays, ops as plain loops: slow, and the judge of every other device. */
export class ReferenceDevice implements Device {
  readonly kind: DeviceKind = 'reference';
  readonly info: DeviceInfo = { adapter: 'reference loops', software: true };
  /** `f64` keeps `f32` tensors in double precision: for checking gradients by differences. */
  readonly precision: 'f32' | 'f64';
  readonly #memory = { buffers: 0, bytes: 0 };
  #disposed = false;

  constructor({ precision = 'f32' }: { precision?: 'f32' | 'f64' } = {}) {
    this.precision = precision;
  }

  get memory(): DeviceMemory {
    return { ...this.#memory };
  }

  /** @internal */
  allocate(spec: TensorSpec): Storage {
    const { array, release } = this.take(spec, sizeOf(spec.shape));
    return new Storage(bytesOf(spec)).place(array, release);
  }

  /** A host array that holds `elements` of this element type; `release` ends its being counted. @internal */
  take({ dtype }: TensorSpec, elements: number): { readonly array: HostArray; readonly release: () => void } {
    if (this.#disposed) throw new DisposedError(`The ${this.kind} device`);
    const floats = this.precision === 'f64' ? Float64Array : Float32Array;
    const array = new (dtype === 'u32' ? Uint32Array : floats)(elements);
    const { byteLength } = array;
    const counts = this.#memory;
    counts.buffers++;
    counts.bytes += byteLength;
    const release = () => {
      counts.buffers--;
      counts.bytes -= byteLength;
    };
    return { array, release };
  }

  write(target: Tensor, data: HostArray): void {
    refuseInTrace('write was called');
    checkElements(target, data);
    hostArray(target).set(data);
  }

  async read(source: Tensor): Promise<HostArray> {
    refuseInTrace('data() was called');
    return hostArray(source).slice(0, source.size);
  }

  execute({ op, inputs, outputs, attrs }: OpCall): void {
    this.loops(op)(hostTensors(inputs), hostTensors(outputs), attrs);
  }

  /** The loops that run an op; tests watch them. @internal */
  loops(op: AnyOp): AnyOp['reference'] {
    return op.reference;
  }

  async prepare(program: Program, keep: readonly Tensor[] = []): Promise<Plan> {
    checkSources(program);
    return new HostPlan(this, program, keep);
  }

  async throttle(): Promise<void> {}

  dispose(): void {
    this.#disposed = true;
  }
}

const hostTensors = (tensors: Readonly<Record<string, Tensor>>): Record<string, HostTensor> =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, { shape: t.shape, data: hostArray(t) }]));
