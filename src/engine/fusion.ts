import type { OpCall } from './op.ts';
import type { Storage } from './storage.ts';
import type { Tensor } from './tensor.ts';

/**
 * Replaces pairs of calls by one that does both, where the op of the first knows how (`fuse`): a convolution, the bias
 * added to it and the relu after that become one call. Gradients are recorded before, so they do not change.
 *
 * Two calls become one only where nobody else reads what passes between them, it is not to be kept, and no call in
 * between writes what the second one reads; and only where `isFast` says that the device gains by it.
 */
export function fuseCalls(
  calls: readonly OpCall[],
  keep: readonly Tensor[],
  isFast: (fused: OpCall) => boolean = () => true,
): readonly OpCall[] {
  const kept = new Set(keep.map(({ storage }) => storage));
  const readers = new Map<Storage, number[]>();
  const note = (storage: Storage, index: number) => readers.set(storage, [...(readers.get(storage) ?? []), index]);
  for (const [i, { inputs }] of calls.entries()) {
    for (const storage of new Set(storagesOf(inputs))) note(storage, i);
  }
  const fused: (OpCall | null)[] = [...calls];
  for (const i of calls.keys()) {
    let current = fused[i];
    while (current?.op.fuse !== undefined) {
      const between: Storage | undefined = Object.values(current.outputs)[0]?.storage;
      if (between === undefined || between.isPlaced || kept.has(between)) break;
      const [index, ...others] = readers.get(between) ?? [];
      const next: OpCall | null | undefined = index === undefined ? null : fused[index];
      if (index === undefined || !next || others.length > 0 || isChanged(next, calls.slice(i + 1, index), between))
        break;
      const both: OpCall | null = current.op.fuse(current, next);
      if (both === null || !isFast(both)) break;
      fused[i] = both;
      fused[index] = null;
      current = both;
    }
  }
  return fused.filter((call) => call !== null);
}

/** Whether calls write what another call reads, apart from `between`. */
function isChanged({ inputs }: OpCall, calls: readonly OpCall[], between: Storage): boolean {
  const read = new Set(storagesOf(inputs));
  read.delete(between);
  return calls.some((call) => {
    const updated = (call.op.updates ?? []).map((name: string) => call.inputs[name]?.storage);
    return [...updated, ...storagesOf(call.outputs)].some((storage) => read.has(storage as Storage));
  });
}

const storagesOf = (tensors: Readonly<Record<string, Tensor>>): Storage[] =>
  Object.values(tensors).map(({ storage }) => storage);
