import { dropoutOp } from '../../ops/dropout.ts';
import { defineCases } from '../case.ts';
import { indices, uniform, values } from '../recipes.ts';

export const dropoutCases = defineCases(dropoutOp, [
  {
    name: 'pcg3d worked out on integers',
    inputs: { x: values([8], [1, 2, 3, 4, 5, 6, 7, 8]), seed: indices([1], [9]) },
    attrs: { rate: 0.5, salt: 3 },
    expected: { y: [2, 0, 0, 0, 10, 0, 14, 0] },
  },
  {
    name: 'odd sizes',
    inputs: { x: uniform([3, 15, 17]), seed: indices([1], [4294967295]) },
    attrs: { rate: 0.3, salt: 1 },
  },
  { name: 'nothing dropped', inputs: { x: uniform([13]), seed: indices([1], [0]) }, attrs: { rate: 0, salt: 1 } },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([1, 2049, 2048, 1]), seed: indices([1], [5]) },
    attrs: { rate: 0.25, salt: 4294967295 },
  },
]);
