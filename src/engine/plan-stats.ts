import type { PlanStats } from './device.ts';
import type { OpCall } from './op.ts';
import type { Storage } from './storage.ts';

/**
 * Figures of a plan, from the calls that were traced, before any were fused, and where its tensors were put: those of
 * the trace that are left and the kernels' scratch.
 *
 * @internal
 */
export function planStats(
  dispatches: number,
  traced: readonly OpCall[],
  homes: ReadonlyMap<Storage, number>,
  sizes: readonly number[],
): PlanStats {
  const all = new Set(homes.keys());
  for (const { inputs, outputs } of traced) {
    for (const { storage } of [...Object.values(inputs), ...Object.values(outputs)]) {
      if (!storage.isPlaced) all.add(storage);
    }
  }
  return {
    dispatches,
    buffers: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    bytesWithoutReuse: [...all].reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
