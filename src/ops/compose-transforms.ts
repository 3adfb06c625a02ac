import { defineOp } from '../engine/op.ts';
import { showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { ShapeError } from '../errors.ts';
import { composeTransforms as reference } from '../kernels/reference/compose-transforms.ts';
import composeTransformsWgsl from '../kernels/wgsl/compose-transforms.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkEqualShapes } from './check-equal-shapes.ts';

const kernel = defineKernel({
  name: 'compose-transforms',
  code: [flatIndex, composeTransformsWgsl],
  bindings: { first: 'read', next: 'read', y: 'write' },
  params: { rows: 'u32' },
});

export const composeTransformsOp = defineOp({
  name: 'composeTransforms',

  outputs: ({ first, next }: { first: TensorSpec; next: TensorSpec }) => {
    checkEqualShapes('composeTransforms', { first, next });
    if (first.shape.length !== 2 || first.shape[1] !== 6) {
      throw new ShapeError(
        'composeTransforms',
        { first: first.shape },
        `first has shape ${showShape(first.shape)}; [batch, 6] is expected.`,
      );
    }
    return { y: spec(first.shape) };
  },

  reference: ({ first, next }, { y }) => reference(first, next, y),

  gpu: ({ first, next }, { y }) => {
    const rows = y.size / 3;
    return [kernel.dispatch({ first, next, y }, { rows }, { threads: rows })];
  },
});

/**
 * The transforms `[batch, 6]` that do to images what `affineTransform` with `first` does and then with `next`, but in one
 * resampling. Throws `ShapeError` where the shapes differ.
 */
export const composeTransforms = (first: Tensor, next: Tensor): Tensor => composeTransformsOp({ first, next }).y;
