import type { Tensor } from './tensor.ts';

let open: Set<Tensor> | null = null;

/** Notes a new tensor in the open scope, if there is one. @internal */
export function adopt(tensor: Tensor): void {
  open?.add(tensor);
}

function* tensorsIn(value: unknown): Generator<unknown> {
  yield value;
  if (value !== null && typeof value === 'object' && !('storage' in value)) {
    for (const part of Object.values(value)) yield* tensorsIn(part);
  }
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
    for (const kept of tensorsIn(result)) {
      if (made.delete(kept as Tensor)) outer?.add(kept as Tensor);
    }
    return result;
  } finally {
    open = outer;
    for (const tensor of made) tensor.dispose();
  }
}
