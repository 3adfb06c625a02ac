import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { AdapterTraits } from '../engine/webgpu/adapter-traits.ts';
import { type Dispatch, defineKernel } from '../engine/webgpu/kernel.ts';
import type { MatmulAttrs } from '../kernels/reference/matmul.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import matmulDirectWgsl from '../kernels/wgsl/matmul-direct.wgsl?raw';
import matmulSubgroupWgsl from '../kernels/wgsl/matmul-subgroup.wgsl?raw';
import matmulTiledWgsl from '../kernels/wgsl/matmul-tiled.wgsl?raw';
import { type DirectWidth, directThreads, isNarrow, narrow, wide } from './direct-product.ts';
import { partialSums } from './partial-sums.ts';
import { stridedCopy } from './strided-copy.ts';
import { fitsSubgroup, subgroupCode, subgroupConstants, subgroupsOf, suitsSubgroup } from './subgroup-product.ts';
import { fitsTile, MANY_WORKGROUPS, type Tile, tile64, tile128, tiledCode, tilesOf } from './tiled-product.ts';
import { plainWriteOut, type WriteOut } from './write-out.ts';

/** A product of matrices with what its write-out reads. */
export interface MatmulProduct {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly y: Tensor;
  readonly also?: Readonly<Record<string, Tensor>>;
  readonly attrs: MatmulAttrs;
}

/** Where the sums of a split product go, and what makes y of them. */
export interface Sums {
  readonly sums: Tensor;
  readonly finish: readonly Dispatch[];
}

type Scratch = (spec: TensorSpec) => Tensor;
type Binding = 'a' | 'b' | 'y';
type Param = 'rows' | 'columns' | 'inner' | 'chunkInner';

const params = { rows: 'u32', columns: 'u32', inner: 'u32', chunkInner: 'u32' } as const;

/** Terms of a sum from which it is worth while to share it among several threads. */
const LONG_SUM = 512;

/** The fast forms of a product of matrices; sums go through `writeOut`. */
/* @__NO_SIDE_EFFECTS__ */
export function matmulForms(writeOut: WriteOut) {
  const bindings = { a: 'read', b: 'read', ...writeOut.reads, y: 'write' } as const;
  const directKernel = ({ code }: DirectWidth) =>
    defineKernel<Binding, Param | 'rowStepA' | 'innerStepA' | 'innerStepB' | 'columnStepB' | 'size', never>({
      name: 'matmul-direct',
      code: [flatIndex, code, matmulDirectWgsl, ...writeOut.code],
      bindings,
      params: { ...params, rowStepA: 'u32', innerStepA: 'u32', innerStepB: 'u32', columnStepB: 'u32', size: 'u32' },
    });
  const tiledKernel = (isByFours: boolean) =>
    defineKernel<Binding, Param | 'groups', 'TRANSPOSE_A' | 'SIDE' | 'DEPTH'>({
      name: 'matmul-tiled',
      code: [...tiledCode(isByFours, matmulTiledWgsl), ...writeOut.code],
      bindings,
      params: { ...params, groups: 'u32' },
      constants: { TRANSPOSE_A: 0, ...tile64 },
    });
  const subgroupKernel = (isByFours: boolean) =>
    defineKernel<Binding, Param | 'rowStepA' | 'innerStepA' | 'groups', 'SUBGROUP_SIZE'>({
      name: 'matmul-subgroup',
      code: [...subgroupCode(isByFours, matmulSubgroupWgsl), ...writeOut.code],
      bindings,
      params: { ...params, rowStepA: 'u32', innerStepA: 'u32', groups: 'u32' },
      constants: subgroupConstants,
    });
  const directKernels = new Map([wide, narrow].map((width) => [width, directKernel(width)]));
  const tiledKernels = { byFours: tiledKernel(true), byOnes: tiledKernel(false) };
  const subgroupKernels = { byFours: subgroupKernel(true), byOnes: subgroupKernel(false) };

  return {
    /** One chunk (…a's rows, b's columns) of y for every `chunkInner` of the inner numbers. */
    direct({ a, b, y, also, attrs }: MatmulProduct, width: DirectWidth, chunkInner: number): Dispatch {
      const { rows, columns, inner } = sizesOf({ a, b, attrs });
      const size = (y.size / (rows * columns)) * directThreads(rows, columns, width);
      const stepsB = attrs.transposeB ? { innerStepB: 1, columnStepB: inner } : { innerStepB: columns, columnStepB: 1 };
      const kernel = directKernels.get(width) as ReturnType<typeof directKernel>;
      return kernel.dispatch(
        { a, b, ...also, y },
        { rows, columns, inner, chunkInner, ...stepsOfA(attrs, rows, inner), ...stepsB, size },
        { threads: size },
      );
    },

    /** The same by tiles; b must not be transposed. */
    tiled({ a, b, y, also, attrs }: MatmulProduct, tile: Tile, chunkInner: number): Dispatch {
      const { rows, columns, inner } = sizesOf({ a, b, attrs });
      const groups = (y.size / (rows * columns)) * tilesOf(rows, columns, tile);
      const kernel = tiledKernels[columns % 4 === 0 ? 'byFours' : 'byOnes'];
      return kernel.dispatch(
        { a, b, ...also, y },
        { rows, columns, inner, chunkInner, groups },
        { workgroups: groups, constants: { TRANSPOSE_A: Number(attrs.transposeA ?? false), ...tile } },
      );
    },

    /** The same by subgroups; b must not be transposed. */
    subgroup({ a, b, y, also, attrs }: MatmulProduct, subgroupSize: number, chunkInner: number): Dispatch {
      const { rows, columns, inner } = sizesOf({ a, b, attrs });
      const groups = (y.size / (rows * columns)) * subgroupsOf(rows, columns, subgroupSize);
      const kernel = subgroupKernels[columns % 4 === 0 ? 'byFours' : 'byOnes'];
      return kernel.dispatch(
        { a, b, ...also, y },
        { rows, columns, inner, chunkInner, ...stepsOfA(attrs, rows, inner), groups },
        { workgroups: groups, constants: { SUBGROUP_SIZE: subgroupSize } },
      );
    },
  };
}

/** The forms with one write-out. */
export type MatmulForms = ReturnType<typeof matmulForms>;

/** Chunks of sums are written as they are. */
export const plainForms = matmulForms(plainWriteOut);

/** The entries of an op's `variants` that make y in one go, from how its calls are products. */
/* @__NO_SIDE_EFFECTS__ */
export function matmulVariants<I, O, A>(
  productOf: (inputs: I, outputs: O, attrs: A) => MatmulProduct,
  formsOf: (attrs: A) => MatmulForms,
) {
  const tiled = (tile: Tile, leastGroups: number) => ({
    fits: (_inputs: I, _outputs: O, _attrs: A, adapter: AdapterTraits) => fitsTile(tile, adapter),
    suits: (inputs: I, outputs: O, attrs: A, { software }: AdapterTraits) => {
      const { rows, columns } = sizesOf(productOf(inputs, outputs, attrs));
      return !software && columns > 16 && rows > 16 && tilesOf(rows, columns, tile) >= leastGroups;
    },
    gpu: (inputs: I, outputs: O, attrs: A, scratch: Scratch) => {
      const { product, before } = withPlainB(productOf(inputs, outputs, attrs), scratch);
      return [...before, formsOf(attrs).tiled(product, tile, sizesOf(product).inner)];
    },
  });
  const direct = (width: DirectWidth) => ({
    fits: () => true,
    suits: (inputs: I, outputs: O, attrs: A) =>
      isNarrow(sizesOf(productOf(inputs, outputs, attrs)).columns) === (width === narrow),
    gpu: (inputs: I, outputs: O, attrs: A) => {
      const product = productOf(inputs, outputs, attrs);
      return [formsOf(attrs).direct(product, width, sizesOf(product).inner)];
    },
  });
  return {
    'tiled-128': tiled(tile128, MANY_WORKGROUPS),
    'tiled-64': tiled(tile64, 1),
    subgroup: {
      fits: (_inputs: I, _outputs: O, _attrs: A, adapter: AdapterTraits) => fitsSubgroup(adapter),
      suits: (inputs: I, outputs: O, attrs: A, adapter: AdapterTraits) =>
        suitsSubgroups(productOf(inputs, outputs, attrs), adapter),
      gpu: (inputs: I, outputs: O, attrs: A, scratch: Scratch, { subgroupSize }: AdapterTraits) => {
        const { product, before } = withPlainB(productOf(inputs, outputs, attrs), scratch);
        return [...before, formsOf(attrs).subgroup(product, subgroupSize, sizesOf(product).inner)];
      },
    },
    direct: direct(wide),
    'direct-narrow': direct(narrow),
  };
}

/**
 * The entries of `variants` that sum chunks of the inner numbers and then the chunks: for small y with long sums. Where
 * something is to be done with the sums, `sumsOf` gives a tensor for them and what makes y of it.
 */
/* @__NO_SIDE_EFFECTS__ */
export function splitVariants<I, O, A>(
  productOf: (inputs: I, outputs: O, attrs: A) => MatmulProduct,
  sumsOf?: (inputs: I, outputs: O, attrs: A, scratch: Scratch) => Sums,
) {
  const isLong = (product: MatmulProduct, threads: number, most: number) =>
    sizesOf(product).inner >= LONG_SUM && threads <= most;
  const split =
    (
      form: (product: MatmulProduct, chunkInner: number, adapter: AdapterTraits) => Dispatch,
      prepare: typeof withPlainB | null,
    ) =>
    (inputs: I, outputs: O, attrs: A, scratch: Scratch, adapter: AdapterTraits): readonly Dispatch[] => {
      const { also: _, ...call } = productOf(inputs, outputs, attrs);
      const { sums, finish } = sumsOf?.(inputs, outputs, attrs, scratch) ?? { sums: call.y, finish: [] };
      const { product, before } = prepare?.(call, scratch) ?? { product: call, before: [] };
      const { inner } = sizesOf(product);
      const chunks = partialSums(inner, sums, scratch, (y, chunkInner) => form({ ...product, y }, chunkInner, adapter));
      return [...before, ...chunks, ...finish];
    };
  return {
    'tiled-split-k': {
      fits: (_inputs: I, _outputs: O, _attrs: A, adapter: AdapterTraits) => fitsTile(tile64, adapter),
      suits: (inputs: I, outputs: O, attrs: A, { software }: AdapterTraits) => {
        const product = productOf(inputs, outputs, attrs);
        const { rows, columns } = sizesOf(product);
        return !software && columns > 16 && isLong(product, tilesOf(rows, columns, tile64), MANY_WORKGROUPS / 4);
      },
      gpu: split((product, chunkInner) => plainForms.tiled(product, tile64, chunkInner), withPlainB),
    },
    'subgroup-split-k': {
      fits: (_inputs: I, _outputs: O, _attrs: A, adapter: AdapterTraits) => fitsSubgroup(adapter),
      suits: () => false,
      gpu: split(
        (product, chunkInner, { subgroupSize }) => plainForms.subgroup(product, subgroupSize, chunkInner),
        withPlainB,
      ),
    },
    'direct-split-k': {
      fits: () => true,
      suits: (inputs: I, outputs: O, attrs: A, adapter: AdapterTraits) => {
        const product = productOf(inputs, outputs, attrs);
        const { rows, columns } = sizesOf(product);
        if (isNarrow(columns) || suitsSubgroups(product, adapter)) return false;
        return isLong(product, directThreads(rows, columns, wide), 128);
      },
      gpu: split((product, chunkInner) => plainForms.direct(product, wide, chunkInner), null),
    },
  };
}

function sizesOf({ a, b, attrs }: Pick<MatmulProduct, 'a' | 'b' | 'attrs'>) {
  const [rows, inner] = attrs.transposeA ? [a.shape[1], a.shape[0]] : a.shape;
  return { rows, columns: b.shape[attrs.transposeB ? 0 : 1], inner };
}

/** Copying a b that is stored transposed costs more than subgroups save. */
const suitsSubgroups = (product: MatmulProduct, adapter: AdapterTraits): boolean =>
  !product.attrs.transposeB && suitsSubgroup(sizesOf(product).columns, adapter);

/** How far apart in memory neighboring rows and inner numbers of a are. */
const stepsOfA = ({ transposeA }: MatmulAttrs, rows: number, inner: number) =>
  transposeA ? { rowStepA: 1, innerStepA: rows } : { rowStepA: inner, innerStepA: 1 };

/** The same product with b as (inner, columns), copied before where it is stored transposed. */
function withPlainB(product: MatmulProduct, scratch: Scratch): { product: MatmulProduct; before: readonly Dispatch[] } {
  const { b, attrs } = product;
  if (!attrs.transposeB) return { product, before: [] };
  const { columns, inner } = sizesOf(product);
  const plain = scratch(spec([inner, columns]));
  const { transposeB: _, ...others } = attrs;
  return {
    product: { ...product, b: plain, attrs: others },
    before: [stridedCopy(b, plain, 0, [1, inner], 'matmul')],
  };
}
