import { DisposedError, TraceError } from '../errors.ts';

/** A device's memory behind a tensor: a `GPUBuffer` or a typed array. Opaque to everything but its device. */
export type Memory = object;

const forgotten = new FinalizationRegistry<() => void>((release) => release());

/**
 * Calls `release` once `owner` is unreachable; `release` must not refer to `owner`. Returns a function that calls it
 * at once instead.
 *
 * @internal
 */
export function releaseWhenForgotten(owner: object, release: () => void): () => void {
  const token = {};
  forgotten.register(owner, release, token);
  return () => {
    if (forgotten.unregister(token)) release();
  };
}

/**
 * The memory of one or more tensors (a reshape shares its input's). Inside a trace a storage is only *planned*: it
 * stands for a slot that the plan gives a buffer later.
 *
 * Memory goes back to the device when the last tensor is disposed or, without any call by the user, when the storage
 * itself becomes unreachable.
 *
 * @internal
 */
export class Storage {
  readonly bytes: number;
  #byteOffset = 0;
  #memory: Memory | null = null;
  #release: (() => void) | null = null;
  #references = 0;
  #freed = false;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  /** True while there is memory behind the storage; false while it is only planned, and after it was freed. */
  get isPlaced(): boolean {
    return this.#memory !== null;
  }

  /** True once the last tensor that used the storage was disposed. */
  get isFreed(): boolean {
    return this.#freed;
  }

  /** The device's memory; throws `DisposedError` when it was freed, `TraceError` when it is only planned. */
  get memory(): Memory {
    if (this.#memory !== null) return this.#memory;
    if (this.#freed) throw new DisposedError('A tensor');
    throw new TraceError(
      'A tensor of a trace was used outside it, where it has no contents. To read it after a run, pass it to prepare as `keep`.',
    );
  }

  /** Where the storage begins in its memory; 0 unless it is a part of another storage. */
  get byteOffset(): number {
    return this.#byteOffset;
  }

  /** Makes the storage a part of another one, which is kept until this one is released. */
  placeWithin(whole: Storage, byteOffset: number): this {
    this.#byteOffset = byteOffset;
    whole.retain();
    return this.place(whole.memory, () => whole.drop());
  }

  /** Puts memory behind the storage; `release` gives it back and must not refer to the storage. */
  place(memory: Memory, release: () => void): this {
    this.#memory = memory;
    this.#release = releaseWhenForgotten(this, release);
    return this;
  }

  retain(): this {
    this.#references++;
    return this;
  }

  drop(): void {
    this.#references--;
    if (this.#references <= 0) this.free();
  }

  /** Gives the memory back at once, although tensors may refer to it; none of them can be used any more. */
  free(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.#memory = null;
    this.#release?.();
  }
}
