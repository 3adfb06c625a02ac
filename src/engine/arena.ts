import type { Device } from './device.ts';
import { openProgram } from './program.ts';
import { type HostArray, type Shape, sizeOf, spec } from './shape.ts';
import { type Tensor, Variable } from './tensor.ts';

/** Parts begin at multiples of this many bytes: what WebGPU asks of the start of a binding. */
const ALIGNMENT = 256;
/** Larger arenas are split: WebGPU's default limit of a binding. A tensor beyond it has an arena of its own. */
const MAX_BYTES = 128 * 2 ** 20;

/** A tensor that is to lie in an arena; without data it begins with zeros. */
export interface ArenaPart {
  readonly name: string;
  readonly shape: Shape;
  readonly data?: HostArray;
}

/**
 * `f32` variables side by side in one piece of memory, so that one call of an op can change them all: an optimizer's
 * step is one dispatch, however many weights there are. Between the parts lie a few elements of padding.
 */
export class Arena {
  /** All parts and the padding as one tensor of rank 1. */
  readonly whole: Variable;
  readonly parts: readonly Variable[];

  constructor(device: Device, name: string, parts: readonly ArenaPart[], trainable: boolean) {
    const offsets: number[] = [];
    let bytes = 0;
    for (const part of parts) {
      offsets.push(bytes);
      bytes += paddedBytes(part);
    }
    const zeros = new Float32Array(bytes / 4);
    this.whole = new Variable(device, name, { ...spec([zeros.length]), data: zeros }, trainable);
    this.parts = parts.map(({ name, shape, data }, i) => {
      const place = { storage: this.whole.storage, byteOffset: offsets[i] };
      return new Variable(device, name, { ...spec(shape), data: data ?? null }, trainable, place);
    });
  }

  /** Puts variables into as few arenas as their sizes allow, in order. */
  static pack(device: Device, name: string, parts: readonly ArenaPart[]): readonly Arena[] {
    const groups: ArenaPart[][] = [];
    let room = 0;
    for (const part of parts) {
      const bytes = paddedBytes(part);
      const group = groups.at(-1);
      if (group === undefined || bytes > room) {
        groups.push([part]);
        room = MAX_BYTES - bytes;
      } else {
        group.push(part);
        room -= bytes;
      }
    }
    return groups.map((group) => new Arena(device, name, group, true));
  }

  /**
   * An arena of zeros beside this one: an optimizer's slots, or the gradients. For all parts, the layout is the same.
   *
   * @param parts those that it is for, in order; default all.
   */
  like(name: string, parts: readonly Variable[] = this.parts): Arena {
    const alike = parts.map((part) => ({ name: `${part.name}/${name}`, shape: part.shape }));
    return new Arena(this.whole.device, name, alike, false);
  }

  /**
   * Within a trace: has the call that computes `tensor` write straight into part `index`. Returns false, and changes
   * nothing, where that cannot be: the tensor is not computed in this trace, has memory already, or is read by another
   * call, which would then read and write one buffer.
   *
   * @internal
   */
  adopt(index: number, { storage }: Tensor): boolean {
    const calls = openProgram()?.calls ?? [];
    const has = (tensors: Readonly<Record<string, Tensor>>) =>
      Object.values(tensors).some((tensor) => tensor.storage === storage);
    if (storage.isPlaced || !calls.some(({ outputs }) => has(outputs)) || calls.some(({ inputs }) => has(inputs)))
      return false;
    const part = this.parts[index].storage;
    storage.placeWithin(this.whole.storage, part.byteOffset);
    return true;
  }

  /** Gives the memory back at once. Neither parts nor plans that use them may be used any more. */
  dispose(): void {
    this.whole.storage.free();
  }
}

const paddedBytes = ({ shape }: ArenaPart): number => Math.ceil((4 * sizeOf(shape)) / ALIGNMENT) * ALIGNMENT;
