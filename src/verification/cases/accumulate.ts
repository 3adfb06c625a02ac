import { accumulateOp } from '../../ops/accumulate.ts';
import { defineCases } from '../case.ts';
import { values } from '../recipes.ts';

export const accumulateCases = defineCases(accumulateOp, [
  {
    name: 'by hand',
    inputs: { totals: values([2], [1.5, 64]), sum: values([], [2.25]) },
    attrs: { count: 7 },
    expected: { totals: [3.75, 71] },
  },
  {
    name: 'the largest exact count, by hand',
    inputs: { totals: values([2], [0, 2 ** 24 - 64]), sum: values([1], [-0.5]) },
    attrs: { count: 64 },
    expected: { totals: [-0.5, 2 ** 24] },
  },
]);
