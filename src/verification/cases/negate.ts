import { negateOp } from '../../ops/negate.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const negateCases = defineCases(negateOp, [
  { name: 'by hand', inputs: { x: values([3], [1, -2, 0]) }, attrs: {}, expected: { y: [-1, 2, 0] } },
  { name: 'odd sizes', inputs: { x: uniform([67, 13]) }, attrs: {} },
  { name: 'one image, one channel', inputs: { x: uniform([1, 3, 5, 1]) }, attrs: {} },
  { name: 'beyond one dispatch dimension', inputs: { x: uniform([2049, 2048]) }, attrs: {} },
]);
