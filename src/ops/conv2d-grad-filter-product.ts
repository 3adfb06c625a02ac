import type { TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { AdapterTraits } from '../engine/webgpu/adapter-traits.ts';
import { type Dispatch, defineKernel } from '../engine/webgpu/kernel.ts';
import type { ConvGeometry } from '../kernels/geometry.ts';
import gradFilterDirectWgsl from '../kernels/wgsl/conv2d-grad-filter-direct.wgsl?raw';
import gradFilterSubgroupWgsl from '../kernels/wgsl/conv2d-grad-filter-subgroup.wgsl?raw';
import gradFilterTiledWgsl from '../kernels/wgsl/conv2d-grad-filter-tiled.wgsl?raw';
import filterRows from '../kernels/wgsl/lib/filter-rows.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { convParams } from './conv-params.ts';
import { readsPadding } from './conv2d-product.ts';
import { type DirectWidth, directThreads, isNarrow, narrow, wide } from './direct-product.ts';
import { partialSums } from './partial-sums.ts';
import { fitsSubgroup, subgroupCode, subgroupConstants, subgroupsOf, suitsSubgroup } from './subgroup-product.ts';
import { fitsTile, type Tile, tile64, tiledCode, tilesOf } from './tiled-product.ts';
import { plainWriteOut } from './write-out.ts';

/** The gradient of a filter as a product of matrices: (taps and input channels) by pixels, times those by output channels. */
export interface GradFilterProduct {
  readonly x: Tensor;
  readonly dy: Tensor;
  readonly dfilter: Tensor;
  readonly geometry: ConvGeometry;
}

const bindings = { a: 'read', b: 'read', y: 'write' } as const;

const directKernel = ({ code }: DirectWidth) =>
  defineKernel({
    name: 'conv2d-grad-filter-direct',
    code: [flatIndex, filterRows, code, gradFilterDirectWgsl, ...plainWriteOut.code],
    bindings,
    params: { ...convParams, lines: 'u32', chunkLines: 'u32', rows: 'u32', size: 'u32' },
    constants: { PADDED: 1 },
  });
const directKernels = new Map([wide, narrow].map((width) => [width, directKernel(width)]));

const tiledKernel = (isByFours: boolean) =>
  defineKernel({
    name: 'conv2d-grad-filter-tiled',
    code: [...tiledCode(isByFours, filterRows, gradFilterTiledWgsl), ...plainWriteOut.code],
    bindings,
    params: { ...convParams, pixels: 'u32', chunkPixels: 'u32', rows: 'u32', groups: 'u32' },
    constants: { PADDED: 1, ...tile64 },
  });
const tiledKernels = { byFours: tiledKernel(true), byOnes: tiledKernel(false) };

const subgroupKernel = (isByFours: boolean) =>
  defineKernel({
    name: 'conv2d-grad-filter-subgroup',
    code: [...subgroupCode(isByFours, filterRows, gradFilterSubgroupWgsl), ...plainWriteOut.code],
    bindings,
    params: { ...convParams, lines: 'u32', chunkLines: 'u32', rows: 'u32', groups: 'u32' },
    constants: { PADDED: 1, ...subgroupConstants },
  });
const subgroupKernels = { byFours: subgroupKernel(true), byOnes: subgroupKernel(false) };

type Scratch = (spec: TensorSpec) => Tensor;

/** Without workgroup memory, `width` output channels a thread. */
function direct(product: GradFilterProduct, width: DirectWidth, scratch: Scratch): readonly Dispatch[] {
  const { x, dy, dfilter, geometry } = product;
  const { batch, outHeight, outChannels } = geometry;
  const lines = batch * outHeight;
  const rows = dfilter.size / outChannels;
  const kernel = directKernels.get(width) as ReturnType<typeof directKernel>;
  return partialSums(lines, dfilter, scratch, (y, chunkLines) => {
    const size = (y.size / dfilter.size) * directThreads(rows, outChannels, width);
    return kernel.dispatch(
      { a: x, b: dy, y },
      { ...geometry, lines, chunkLines, rows, size },
      { threads: size, constants: { PADDED: Number(readsPadding(geometry)) } },
    );
  });
}

/** By tiles in workgroup memory. */
function tiled(product: GradFilterProduct, tile: Tile, scratch: Scratch): readonly Dispatch[] {
  const { x, dy, dfilter, geometry } = product;
  const { batch, outHeight, outWidth, outChannels } = geometry;
  const pixels = batch * outHeight * outWidth;
  const rows = dfilter.size / outChannels;
  const kernel = tiledKernels[outChannels % 4 === 0 ? 'byFours' : 'byOnes'];
  return partialSums(batch * outHeight, dfilter, scratch, (y, chunkLines) => {
    const groups = (y.size / dfilter.size) * tilesOf(rows, outChannels, tile);
    return kernel.dispatch(
      { a: x, b: dy, y },
      { ...geometry, pixels, chunkPixels: chunkLines * outWidth, rows, groups },
      { workgroups: groups, constants: { ...tile } },
    );
  });
}

/** By subgroups. */
function subgroup(product: GradFilterProduct, subgroupSize: number, scratch: Scratch): readonly Dispatch[] {
  const { x, dy, dfilter, geometry } = product;
  const { batch, outHeight, outChannels } = geometry;
  const lines = batch * outHeight;
  const rows = dfilter.size / outChannels;
  const kernel = subgroupKernels[outChannels % 4 === 0 ? 'byFours' : 'byOnes'];
  const constants = { PADDED: Number(readsPadding(geometry)), SUBGROUP_SIZE: subgroupSize };
  return partialSums(lines, dfilter, scratch, (y, chunkLines) => {
    const groups = (y.size / dfilter.size) * subgroupsOf(rows, outChannels, subgroupSize);
    return kernel.dispatch(
      { a: x, b: dy, y },
      { ...geometry, lines, chunkLines, rows, groups },
      { workgroups: groups, constants },
    );
  });
}

/** The entries of the op's `variants`, from how its calls are products. Each sums chunks of pixels and then the chunks. */
/* @__NO_SIDE_EFFECTS__ */
export function gradFilterVariants<I, O, A>(productOf: (inputs: I, outputs: O, attrs: A) => GradFilterProduct) {
  const channelsOf = (inputs: I, outputs: O, attrs: A) => productOf(inputs, outputs, attrs).geometry.outChannels;
  const directForm = (width: DirectWidth) => ({
    fits: () => true,
    suits: (inputs: I, outputs: O, attrs: A) => isNarrow(channelsOf(inputs, outputs, attrs)) === (width === narrow),
    gpu: (inputs: I, outputs: O, attrs: A, scratch: Scratch) =>
      direct(productOf(inputs, outputs, attrs), width, scratch),
  });
  return {
    'tiled-64': {
      fits: (_inputs: I, _outputs: O, _attrs: A, adapter: AdapterTraits) => fitsTile(tile64, adapter),
      suits: (inputs: I, outputs: O, attrs: A, { software }: AdapterTraits) =>
        !software && channelsOf(inputs, outputs, attrs) > 16,
      gpu: (inputs: I, outputs: O, attrs: A, scratch: Scratch) =>
        tiled(productOf(inputs, outputs, attrs), tile64, scratch),
    },
    subgroup: {
      fits: (_inputs: I, _outputs: O, _attrs: A, adapter: AdapterTraits) => fitsSubgroup(adapter),
      suits: (inputs: I, outputs: O, attrs: A, adapter: AdapterTraits) =>
        suitsSubgroup(channelsOf(inputs, outputs, attrs), adapter),
      gpu: (inputs: I, outputs: O, attrs: A, scratch: Scratch, { subgroupSize }: AdapterTraits) =>
        subgroup(productOf(inputs, outputs, attrs), subgroupSize, scratch),
    },
    direct: directForm(wide),
    'direct-narrow': directForm(narrow),
  };
}
