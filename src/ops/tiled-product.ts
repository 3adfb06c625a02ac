import type { AdapterTraits } from '../engine/webgpu/adapter-traits.ts';
import byFours from '../kernels/wgsl/lib/b-by-fours.wgsl?raw';
import byOnes from '../kernels/wgsl/lib/b-by-ones.wgsl?raw';
import flatGroup from '../kernels/wgsl/lib/flat-group.wgsl?raw';
import tileProduct from '../kernels/wgsl/lib/tile-product.wgsl?raw';

/** Constants of the tiled kernels: a workgroup of `SIDE` by `SIDE` threads makes 8 · `SIDE` rows and columns of y. */
export interface Tile {
  readonly SIDE: number;
  /** Inner numbers in workgroup memory at a time. */
  readonly DEPTH: number;
}

/** Tiles of 64 by 64 for matrices of moderate size. */
export const tile64: Tile = { SIDE: 8, DEPTH: 16 };
/** Tiles of 128 by 128, which read less, where enough of them keep all of an adapter busy. */
export const tile128: Tile = { SIDE: 16, DEPTH: 8 };

/** The texts of a tiled kernel up to its write-out; b is read four numbers at a time where its rows allow. */
/* @__NO_SIDE_EFFECTS__ */
export const tiledCode = (isByFours: boolean, ...own: string[]): readonly string[] => [
  flatGroup,
  tileProduct,
  ...own,
  isByFours ? byFours : byOnes,
];

/** Tiles that cover a matrix. */
export const tilesOf = (rows: number, columns: number, { SIDE }: Tile): number =>
  Math.ceil(rows / (8 * SIDE)) * Math.ceil(columns / (8 * SIDE));

/** Whether an adapter has the threads and the memory. */
export const fitsTile = ({ SIDE, DEPTH }: Tile, { workgroupStorage, workgroupThreads }: AdapterTraits): boolean =>
  SIDE * SIDE <= workgroupThreads && 2 * DEPTH * (2 * SIDE + 1) * 16 <= workgroupStorage;

/** Workgroups that keep a large GPU busy. */
export const MANY_WORKGROUPS = 256;
