import type { Shape } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';

/** Dimensions that the pad kernel walks through. */
const MERGED_RANK = 4;

/** Elements added before and after an axis. */
export type PadWidth = readonly [before: number, after: number];

/** One dimension of a padding after merging. */
export interface PaddedDimension {
  readonly inSize: number;
  readonly before: number;
  readonly outSize: number;
}

/**
 * Merges axes without padding into the axis before them, so that images padded in height and width take three of the
 * kernel's four dimensions. Throws `ShapeError` where more are needed.
 */
export function mergePadding(shape: Shape, padWidth: readonly PadWidth[], what: string): readonly PaddedDimension[] {
  const merged: { inSize: number; before: number; outSize: number }[] = [];
  for (const [axis, size] of shape.entries()) {
    const [before, after] = padWidth[axis];
    const last = merged.at(-1);
    if (last !== undefined && before === 0 && after === 0) {
      last.inSize *= size;
      last.before *= size;
      last.outSize *= size;
    } else {
      merged.push({ inSize: size, before, outSize: before + size + after });
    }
  }
  if (merged.length > MERGED_RANK) {
    throw new ShapeError(
      what,
      { shape, padWidth },
      `pads or cuts ${merged.length} axes at once; at most ${MERGED_RANK} are supported. Do it in two steps.`,
    );
  }
  while (merged.length < MERGED_RANK) merged.unshift({ inSize: 1, before: 0, outSize: 1 });
  return merged;
}
