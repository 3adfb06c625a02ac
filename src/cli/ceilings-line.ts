import type { Ceilings } from '../benchmarks/ceilings.ts';
import { figure } from './figures.ts';

/** What a device reaches at best, for people. */
export const ceilingsLine = ({ copyGBs, productGFlops }: Ceilings): string =>
  `At best: ${figure(productGFlops)} GFLOP/s (a big matrix product), ${figure(copyGBs)} GB/s (a big copy)`;
