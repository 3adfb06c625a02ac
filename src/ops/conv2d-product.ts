import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { AdapterTraits } from '../engine/webgpu/adapter-traits.ts';
import { type Dispatch, defineKernel } from '../engine/webgpu/kernel.ts';
import type { ConvGeometry } from '../kernels/geometry.ts';
import conv2dDirectWgsl from '../kernels/wgsl/conv2d-direct.wgsl?raw';
import conv2dSubgroupWgsl from '../kernels/wgsl/conv2d-subgroup.wgsl?raw';
import conv2dTiledWgsl from '../kernels/wgsl/conv2d-tiled.wgsl?raw';
import backwardWindow from '../kernels/wgsl/lib/backward-window.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import forwardWindow from '../kernels/wgsl/lib/forward-window.wgsl?raw';
import sourcePixels from '../kernels/wgsl/lib/source-pixels.wgsl?raw';
import { type DirectWidth, directThreads, isNarrow, narrow, wide } from './direct-product.ts';
import { stridedCopy } from './strided-copy.ts';
import { fitsSubgroup, subgroupCode, subgroupConstants, subgroupsOf, suitsSubgroup } from './subgroup-product.ts';
import { fitsTile, MANY_WORKGROUPS, type Tile, tile64, tile128, tiledCode, tilesOf } from './tiled-product.ts';
import type { WriteOut } from './write-out.ts';

/** A convolution as a product of matrices: pixels by (taps and channels), times those by the channels of y. */
export interface ConvProduct {
  /** Images of x, or of the outputs' gradient. */
  readonly a: Tensor;
  readonly filter: Tensor;
  /** The outputs, or the inputs' gradient. */
  readonly y: Tensor;
  /** What the write-out reads, by name. */
  readonly also?: Readonly<Record<string, Tensor>>;
  readonly geometry: ConvGeometry;
}

type Scratch = (spec: TensorSpec) => Tensor;
type Binding = 'a' | 'b' | 'y';

const params = {
  fromHeight: 'u32',
  fromWidth: 'u32',
  fromChannels: 'u32',
  toHeight: 'u32',
  toWidth: 'u32',
  toChannels: 'u32',
  windowHeight: 'u32',
  windowWidth: 'u32',
  strideHeight: 'u32',
  strideWidth: 'u32',
  dilationHeight: 'u32',
  dilationWidth: 'u32',
  padTop: 'u32',
  padLeft: 'u32',
  pixels: 'u32',
} as const;

/**
 * The fast forms of a convolution, for `variants`: `forward` from x to y, `backward` from the outputs' gradient to that of
 * x. `productOf` names a call's tensors; sums go through `writeOut`.
 */
/* @__NO_SIDE_EFFECTS__ */
export function convProductForms(direction: 'forward' | 'backward', writeOut: WriteOut) {
  const pieces = [sourcePixels, direction === 'forward' ? forwardWindow : backwardWindow];
  const bindings = { a: 'read', b: 'read', ...writeOut.reads, y: 'write' } as const;

  const directKernel = ({ code }: DirectWidth) =>
    defineKernel<Binding, keyof typeof params | 'tapStepB' | 'innerStepB' | 'columnStepB' | 'size', 'PADDED'>({
      name: 'conv2d-direct',
      code: [flatIndex, ...pieces, code, conv2dDirectWgsl, ...writeOut.code],
      bindings,
      params: { ...params, tapStepB: 'u32', innerStepB: 'u32', columnStepB: 'u32', size: 'u32' },
      constants: { PADDED: 1 },
    });
  const tiledKernel = (isByFours: boolean) =>
    defineKernel<Binding, keyof typeof params | 'inner' | 'groups', 'PADDED' | 'SIDE' | 'DEPTH'>({
      name: 'conv2d-tiled',
      code: [...tiledCode(isByFours, ...pieces, conv2dTiledWgsl), ...writeOut.code],
      bindings,
      params: { ...params, inner: 'u32', groups: 'u32' },
      constants: { PADDED: 1, ...tile64 },
    });
  const subgroupKernel = (isByFours: boolean) =>
    defineKernel<Binding, keyof typeof params | 'groups', 'PADDED' | 'SUBGROUP_SIZE'>({
      name: 'conv2d-subgroup',
      code: [...subgroupCode(isByFours, ...pieces, conv2dSubgroupWgsl), ...writeOut.code],
      bindings,
      params: { ...params, groups: 'u32' },
      constants: { PADDED: 1, ...subgroupConstants },
    });
  const directKernels = new Map([wide, narrow].map((width) => [width, directKernel(width)]));
  const tiledKernels = { byFours: tiledKernel(true), byOnes: tiledKernel(false) };
  const subgroupKernels = { byFours: subgroupKernel(true), byOnes: subgroupKernel(false) };

  return {
    direct({ a, filter, y, also, geometry }: ConvProduct, width: DirectWidth): readonly Dispatch[] {
      const product = productOf(direction, geometry);
      const [, , inChannels, outChannels] = filter.shape;
      const forward = { innerStepB: outChannels, columnStepB: 1 };
      const backward = { innerStepB: 1, columnStepB: outChannels };
      const size = directThreads(product.pixels, product.toChannels, width);
      const kernel = directKernels.get(width) as ReturnType<typeof directKernel>;
      return [
        kernel.dispatch(
          { a, b: filter, ...also, y },
          {
            ...product,
            tapStepB: inChannels * outChannels,
            ...(direction === 'forward' ? forward : backward),
            size,
          },
          { threads: size, constants: { PADDED: Number(isPadded(direction, geometry)) } },
        ),
      ];
    },

    tiled({ a, filter, y, also, geometry }: ConvProduct, tile: Tile, scratch: Scratch): readonly Dispatch[] {
      const product = productOf(direction, geometry);
      const { pixels, fromChannels, toChannels, windowHeight, windowWidth } = product;
      const groups = tilesOf(pixels, toChannels, tile);
      const kernel = tiledKernels[toChannels % 4 === 0 ? 'byFours' : 'byOnes'];
      const { b, dispatches } = plainFilter(direction, filter, scratch);
      return [
        ...dispatches,
        kernel.dispatch(
          { a, b, ...also, y },
          { ...product, inner: windowHeight * windowWidth * fromChannels, groups },
          { workgroups: groups, constants: { ...tile } },
        ),
      ];
    },

    subgroup({ a, filter, y, also, geometry }: ConvProduct, subgroupSize: number, scratch: Scratch) {
      const product = productOf(direction, geometry);
      const groups = subgroupsOf(product.pixels, product.toChannels, subgroupSize);
      const kernel = subgroupKernels[product.toChannels % 4 === 0 ? 'byFours' : 'byOnes'];
      const { b, dispatches } = plainFilter(direction, filter, scratch);
      const constants = { PADDED: Number(isPadded(direction, geometry)), SUBGROUP_SIZE: subgroupSize };
      return [
        ...dispatches,
        kernel.dispatch({ a, b, ...also, y }, { ...product, groups }, { workgroups: groups, constants }),
      ];
    },
  };
}

/** The forms of one direction with one write-out. */
export type ConvProductForms = ReturnType<typeof convProductForms>;

/** The entries of an op's `variants`, from how its calls are products. */
/* @__NO_SIDE_EFFECTS__ */
export function convProductVariants<I, O, A>(
  direction: 'forward' | 'backward',
  productOfCall: (inputs: I, outputs: O, attrs: A) => ConvProduct,
  formsOf: (attrs: A) => ConvProductForms,
) {
  const sizeOf = (inputs: I, outputs: O, attrs: A) => {
    const { pixels, toChannels } = productOf(direction, productOfCall(inputs, outputs, attrs).geometry);
    return [pixels, toChannels] as const;
  };
  const tiled = (tile: Tile, leastGroups: number) => ({
    fits: (_inputs: I, _outputs: O, _attrs: A, adapter: AdapterTraits) => fitsTile(tile, adapter),
    suits: (inputs: I, outputs: O, attrs: A, { software }: AdapterTraits) => {
      const [pixels, channels] = sizeOf(inputs, outputs, attrs);
      return !software && channels > 16 && tilesOf(pixels, channels, tile) >= leastGroups;
    },
    gpu: (inputs: I, outputs: O, attrs: A, scratch: Scratch) =>
      formsOf(attrs).tiled(productOfCall(inputs, outputs, attrs), tile, scratch),
  });
  const direct = (width: DirectWidth) => ({
    fits: () => true,
    suits: (inputs: I, outputs: O, attrs: A) => isNarrow(sizeOf(inputs, outputs, attrs)[1]) === (width === narrow),
    gpu: (inputs: I, outputs: O, attrs: A) => formsOf(attrs).direct(productOfCall(inputs, outputs, attrs), width),
  });
  return {
    'tiled-128': tiled(tile128, MANY_WORKGROUPS),
    'tiled-64': tiled(tile64, 1),
    subgroup: {
      fits: (_inputs: I, _outputs: O, _attrs: A, adapter: AdapterTraits) => fitsSubgroup(adapter),
      suits: (inputs: I, outputs: O, attrs: A, adapter: AdapterTraits) =>
        suitsSubgroup(sizeOf(inputs, outputs, attrs)[1], adapter),
      gpu: (inputs: I, outputs: O, attrs: A, scratch: Scratch, { subgroupSize }: AdapterTraits) =>
        formsOf(attrs).subgroup(productOfCall(inputs, outputs, attrs), subgroupSize, scratch),
    },
    direct: direct(wide),
    'direct-narrow': direct(narrow),
  };
}

/** The sizes of the product: those of the images that are read and of those that are written. */
function productOf(direction: 'forward' | 'backward', geometry: ConvGeometry) {
  const { batch, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, ...window } = geometry;
  return direction === 'forward'
    ? {
        ...window,
        fromHeight: inHeight,
        fromWidth: inWidth,
        fromChannels: inChannels,
        toHeight: outHeight,
        toWidth: outWidth,
        toChannels: outChannels,
        pixels: batch * outHeight * outWidth,
      }
    : {
        ...window,
        fromHeight: outHeight,
        fromWidth: outWidth,
        fromChannels: outChannels,
        toHeight: inHeight,
        toWidth: inWidth,
        toChannels: inChannels,
        pixels: batch * inHeight * inWidth,
      };
}

/** Whether some pixel reads outside the images. Backward most do: at the borders fewer windows meet. */
const isPadded = (direction: 'forward' | 'backward', geometry: ConvGeometry): boolean =>
  direction === 'backward' || readsPadding(geometry);

/** Whether some window reaches over the images' borders. */
export function readsPadding(geometry: ConvGeometry): boolean {
  const { inHeight, outHeight, windowHeight, strideHeight, dilationHeight, padTop } = geometry;
  const { inWidth, outWidth, windowWidth, strideWidth, dilationWidth, padLeft } = geometry;
  const lastRow = (outHeight - 1) * strideHeight + (windowHeight - 1) * dilationHeight;
  const lastCol = (outWidth - 1) * strideWidth + (windowWidth - 1) * dilationWidth;
  return padTop > 0 || padLeft > 0 || lastRow >= inHeight || lastCol >= inWidth;
}

/** The filter with the channels of y side by side: backward those of the inputs are exchanged with the outputs'. */
function plainFilter(direction: 'forward' | 'backward', filter: Tensor, scratch: Scratch) {
  if (direction === 'forward') return { b: filter, dispatches: [] };
  const [height, width, inChannels, outChannels] = filter.shape;
  const b = scratch(spec([height, width, outChannels, inChannels]));
  const strides = [width * inChannels * outChannels, inChannels * outChannels, 1, outChannels];
  return { b, dispatches: [stridedCopy(filter, b, 0, strides, 'conv2dGradInput')] };
}
