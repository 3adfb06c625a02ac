import { ShapeError } from '../errors.ts';
import type { Device } from './device.ts';
import { adopt, disown } from './scope.ts';
import type { DType, HostArray, Shape, TensorSpec } from './shape.ts';
import { checkShape, showShape, sizeOf } from './shape.ts';
import { Storage } from './storage.ts';

/** Bytes of one element: both `f32` and `u32` take four. */
const BYTES_PER_ELEMENT = 4;

/** Bytes that a tensor of this spec takes on a device. */
export const bytesOf = (spec: TensorSpec): number => sizeOf(spec.shape) * BYTES_PER_ELEMENT;

/**
 * A handle to a dense, row-major array on a device. It has no arithmetic: ops are functions (`add(a, b)`), see `ops`.
 * Memory is freed by itself; `dispose` only frees it sooner.
 */
export class Tensor implements TensorSpec {
  readonly device: Device;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Number of elements. */
  readonly size: number;
  /** @internal */
  readonly storage: Storage;
  #disposed = false;

  /** @internal Tensors come from ops, `tensor(…)` and `empty(…)`. */
  constructor(device: Device, { shape, dtype }: TensorSpec, storage?: Storage) {
    checkShape(shape, 'tensor');
    this.device = device;
    this.shape = Object.freeze([...shape]);
    this.dtype = dtype;
    this.size = sizeOf(shape);
    this.storage = (storage ?? new Storage(bytesOf(this))).retain();
    adopt(this);
  }

  /** Copies the elements to the host: the only way from device to host. Throws `TraceError` inside a trace. */
  data(): Promise<HostArray> {
    return this.device.read(this);
  }

  /** Frees the memory now instead of when the tensor becomes unreachable. Calling it twice does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.storage.drop();
  }

  toString(): string {
    return `Tensor(${this.dtype} ${showShape(this.shape)} on ${this.device.kind})`;
  }
}

/** Where in another tensor's memory a variable begins. */
interface Place {
  readonly storage: Storage;
  readonly byteOffset: number;
}

interface VariableValue extends TensorSpec {
  readonly data: HostArray | null;
}

/**
 * A tensor that lives as long as its model and that training may change in place: a weight or a statistic. No `scope`
 * frees it.
 */
export class Variable extends Tensor {
  readonly name: string;
  /** Whether the optimizer updates it. */
  readonly trainable: boolean;

  constructor(device: Device, name: string, value: TensorSpec & { readonly data: HostArray }, trainable?: boolean);
  /** A part of another tensor's memory; without `data` the contents stay as they are there. @internal */
  constructor(device: Device, name: string, value: VariableValue, trainable: boolean, place: Place);
  constructor(device: Device, name: string, value: VariableValue, trainable = true, place?: Place) {
    const storage = place && new Storage(bytesOf(value)).placeWithin(place.storage, place.byteOffset);
    super(device, value, storage ?? device.allocate(value));
    this.name = name;
    this.trainable = trainable;
    disown(this);
    if (value.data !== null) device.write(this, value.data);
  }

  /** Replaces the contents; `data` has as many elements as the variable. */
  assign(data: HostArray): void {
    this.device.write(this, data);
  }
}

/** Makes a tensor with undefined contents, to be written later. */
export function empty(device: Device, spec: TensorSpec): Tensor {
  checkShape(spec.shape, 'tensor');
  return new Tensor(device, spec, device.allocate(spec));
}

/** Copies host data to a device: `tensor(device, [2, 2], [1, 2, 3, 4])`. The element type follows the array's. */
export function tensor(device: Device, shape: Shape, data: HostArray | readonly number[]): Tensor {
  const array = Array.isArray(data) ? Float32Array.from(data) : (data as HostArray);
  const result = empty(device, { shape, dtype: array instanceof Uint32Array ? 'u32' : 'f32' });
  device.write(result, array);
  return result;
}

/** Refuses data that has not as many elements as the tensor. @internal */
export function checkElements(target: Tensor, data: HostArray): void {
  if (data.length === target.size) return;
  throw new ShapeError(
    'write',
    { expected: target.size, actual: data.length },
    `got ${data.length} elements for a tensor ${showShape(target.shape)}; ${target.size} are expected.`,
  );
}
