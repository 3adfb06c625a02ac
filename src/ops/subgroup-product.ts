import type { AdapterTraits } from '../engine/webgpu/adapter-traits.ts';
import byFours from '../kernels/wgsl/lib/b-by-fours.wgsl?raw';
import byOnes from '../kernels/wgsl/lib/b-by-ones.wgsl?raw';
import enableSubgroups from '../kernels/wgsl/lib/enable-subgroups.wgsl?raw';
import flatGroup from '../kernels/wgsl/lib/flat-group.wgsl?raw';
import subgroupProduct from '../kernels/wgsl/lib/subgroup-product.wgsl?raw';
import { isNarrow } from './direct-product.ts';

/** The texts of a subgroup kernel up to its write-out; b is read four numbers at a time where its rows allow. */
/* @__NO_SIDE_EFFECTS__ */
export const subgroupCode = (isByFours: boolean, ...own: string[]): readonly string[] => [
  enableSubgroups,
  flatGroup,
  subgroupProduct,
  ...own,
  isByFours ? byFours : byOnes,
];

/** `override` constants of the subgroup kernels. */
export const subgroupConstants = { SUBGROUP_SIZE: 4 };

/** Whether an adapter's subgroups have the four lanes that read a, and all equally many. */
export const fitsSubgroup = ({ subgroupSize }: AdapterTraits): boolean => subgroupSize >= 4;

/** Whether it is taken unmeasured: twice as fast as the direct form on llvmpipe with 8 lanes, slower on SwiftShader with 4. */
export const suitsSubgroup = (columns: number, { software, subgroupSize }: AdapterTraits): boolean =>
  software && subgroupSize >= 8 && !isNarrow(columns);

/** Subgroups that cover a matrix in tiles of 8 rows and 8 columns a lane. */
export const subgroupsOf = (rows: number, columns: number, subgroupSize: number): number =>
  Math.ceil(rows / 8) * Math.ceil(columns / (8 * subgroupSize));
