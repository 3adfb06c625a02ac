import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { rank4, sameShape, showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { listNames, ShapeError, ValueError } from '../errors.ts';
import { type AffineTransformAttrs, affineTransform as reference } from '../kernels/reference/affine-transform.ts';
import affineTransformWgsl from '../kernels/wgsl/affine-transform.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { tasksFor } from './cpu-tasks.ts';

/** Fill modes in the order of their numbers in the kernels. */
const FILL_MODES = ['reflect', 'wrap', 'constant', 'nearest'] as const;
const INTERPOLATIONS = ['bilinear', 'nearest'] as const;

/** Elements that a CPU task does: each takes some ten times as long as in an elementwise kernel. */
const ELEMENTS_PER_CPU_TASK = 2048;

const sizes = { height: 'u32', width: 'u32', channels: 'u32', fillMode: 'u32', fillValue: 'f32' } as const;

const kernel = defineKernel({
  name: 'affine-transform',
  code: [flatIndex, affineTransformWgsl],
  bindings: { x: 'read', transforms: 'read', y: 'write' },
  params: { ...sizes, pixels: 'u32' },
  constants: { IS_NEAREST: 0 },
});

const cpuKernel = defineCpuKernel({
  name: 'affineTransform',
  bindings: { x: 'read', transforms: 'read', y: 'write' },
  params: { ...sizes, isNearest: 'u32', size: 'u32', perTask: 'u32' },
});

/** What both kernels are told of the images and of what lies beyond them. */
function paramsOf(x: TensorSpec, { fillMode, fillValue }: AffineTransformAttrs) {
  const [, height, width, channels] = x.shape;
  return { height, width, channels, fillMode: FILL_MODES.indexOf(fillMode), fillValue };
}

export const affineTransformOp = defineOp({
  name: 'affineTransform',

  outputs: ({ x, transforms }: { x: TensorSpec; transforms: TensorSpec }, attrs: AffineTransformAttrs) => {
    checkDType(x, 'f32', 'affineTransform: x');
    checkDType(transforms, 'f32', 'affineTransform: transforms');
    const [batch] = rank4(x.shape, 'affineTransform: x');
    if (!sameShape(transforms.shape, [batch, 6])) {
      throw new ShapeError(
        'affineTransform',
        { x: x.shape, transforms: transforms.shape },
        `transforms has shape ${showShape(transforms.shape)}; [${batch}, 6], six numbers for each image, is expected.`,
      );
    }
    checkName('fillMode', attrs.fillMode, FILL_MODES);
    checkName('interpolation', attrs.interpolation, INTERPOLATIONS);
    if (!Number.isFinite(attrs.fillValue)) {
      throw new ValueError(`affineTransform: fillValue is ${attrs.fillValue}; a number is expected.`, {
        fillValue: attrs.fillValue,
      });
    }
    return { y: spec(x.shape) };
  },

  reference: ({ x, transforms }, { y }, attrs) => reference(x, transforms, y, attrs),

  gpu: ({ x, transforms }, { y }, attrs) => {
    const pixels = y.size / x.shape[3];
    const constants = { IS_NEAREST: Number(attrs.interpolation === 'nearest') };
    return [kernel.dispatch({ x, transforms, y }, { ...paramsOf(x, attrs), pixels }, { threads: pixels, constants })];
  },

  cpu: ({ x, transforms }, { y }, attrs) => {
    const [batch, height, width, channels] = x.shape;
    const size = batch * height;
    const perTask = Math.ceil(ELEMENTS_PER_CPU_TASK / (width * channels));
    const isNearest = Number(attrs.interpolation === 'nearest');
    const params = { ...paramsOf(x, attrs), isNearest, size, perTask };
    return [cpuKernel.call({ x, transforms, y }, params, tasksFor(size, perTask))];
  },
});

function checkName(option: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new ValueError(`affineTransform: ${option} is "${name}"; choose one of ${listNames(names)}.`, {
    [option]: name,
  });
}

/**
 * Moves the pixels of images `[batch, height, width, channels]`: with the six numbers t of an image, its output pixel at
 * row i and column j is what the input has at column `t0·j + t1·i + t2` and row `t3·j + t4·i + t5`. Pixels are counted
 * from 0 at the centers of the upper left ones, so that `[1, 0, 0, 0, 1, 0]` changes nothing. These are the first six
 * of Keras's eight coefficients; it has no perspective. https://keras.io/api/ops/image/#affine_transform-function
 *
 * Each of the pixels that are mixed is brought inside by the fill mode, also with `wrap`, where a border is next to the
 * opposite one. It has no gradient: images are moved before anything is learned from them. Throws `ShapeError` for
 * transforms that are not `[batch, 6]`, and `ValueError` for unknown names.
 */
export const affineTransform = (
  x: Tensor,
  transforms: Tensor,
  { fillMode = 'reflect', fillValue = 0, interpolation = 'bilinear' }: Partial<AffineTransformAttrs> = {},
): Tensor => affineTransformOp({ x, transforms }, { fillMode, fillValue, interpolation }).y;
