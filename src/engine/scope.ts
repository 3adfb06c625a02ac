import type { Tensor } from './tensor.ts';

let open: Set<Tensor> | null = null;

/** Notes a new tensor in the open scope, if there is one. @internal */
export function adopt(tensor: Tensor): void {
  open?.add(tensor);
}

/** Takes a tensor out of the open scope: its owner frees it. @internal */
export function disown(tensor: Tensor): void {
  open?.delete(tensor);
}

/** The value itself and, of arrays and plain objects, all that they hold. */
function* partsOf(value: unknown, seen = new Set<unknown>()): Generator<unknown> {
  if (seen.has(value)) return;
  seen.add(value);
  yield value;
  if (Array.isArray(value) || isPlainObject(value)) {
    for (const part of Object.values(value as object)) yield* partsOf(part, seen);
  }
}

function isPlainObject(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Runs a synchronous function and frees the tensors that it made, save those that it returns (alone, or within arrays
 * and plain objects). Never needed for correctness: it frees memory sooner than the garbage collector would.
 */
export function scope<T>(body: () => T): T {
  const outer = open;
  const made = new Set<Tensor>();
  open = made;
  try {
    const result = body();
    for (const kept of partsOf(result)) {
      if (made.delete(kept as Tensor)) outer?.add(kept as Tensor);
    }
    return result;
  } finally {
    open = outer;
    for (const tensor of made) tensor.dispose();
  }
}
