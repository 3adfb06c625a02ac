import { matmulOp } from '../../ops/matmul.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const matmulCases = defineCases(matmulOp, [
  {
    name: 'by hand',
    inputs: { a: values([2, 3], [1, 2, 3, 4, 5, 6]), b: values([3, 2], [7, 8, 9, 10, 11, 12]) },
    attrs: {},
    expected: { y: [58, 64, 139, 154] },
    terms: 3,
  },
  { name: 'odd sizes', inputs: { a: uniform([7, 13]), b: uniform([13, 5]) }, attrs: {}, terms: 13 },
  {
    name: 'a transposed',
    inputs: { a: uniform([13, 7]), b: uniform([13, 5]) },
    attrs: { transposeA: true },
    terms: 13,
  },
  {
    name: 'b transposed',
    inputs: { a: uniform([7, 13]), b: uniform([5, 13]) },
    attrs: { transposeB: true },
    terms: 13,
  },
  {
    name: 'both transposed',
    inputs: { a: uniform([13, 7]), b: uniform([5, 13]) },
    attrs: { transposeA: true, transposeB: true },
    terms: 13,
  },
  { name: 'one row', inputs: { a: uniform([1, 65]), b: uniform([65, 9]) }, attrs: {}, terms: 65 },
  { name: 'one column', inputs: { a: uniform([9, 4]), b: uniform([4, 1]) }, attrs: {}, terms: 9 },
  { name: 'one inner element', inputs: { a: uniform([3, 1]), b: uniform([1, 4]) }, attrs: {}, terms: 4 },
  {
    name: 'wide: tiles cut in all directions',
    inputs: { a: uniform([67, 37]), b: uniform([37, 132]) },
    attrs: {},
    terms: 132,
  },
  {
    name: 'wide: both transposed, odd sizes',
    inputs: { a: uniform([37, 130]), b: uniform([65, 37]) },
    attrs: { transposeA: true, transposeB: true },
    terms: 130,
  },
  {
    name: 'wide: few rows, a long sum',
    inputs: { a: uniform([5, 1030]), b: uniform([1030, 20]) },
    attrs: {},
    terms: 1030,
  },
  { name: 'a long sum', inputs: { a: uniform([2, 3001]), b: uniform([3001, 3]) }, attrs: {}, terms: 3001 },
  {
    name: 'beyond one dispatch dimension',
    inputs: { a: uniform([2049, 1]), b: uniform([1, 2048]) },
    attrs: {},
    terms: 2049,
  },
]);
