import { addOp } from '../../ops/add.ts';
import { divideOp } from '../../ops/divide.ts';
import { greaterEqualOp } from '../../ops/greater-equal.ts';
import { maximumOp } from '../../ops/maximum.ts';
import { minimumOp } from '../../ops/minimum.ts';
import { multiplyOp } from '../../ops/multiply.ts';
import { subtractOp } from '../../ops/subtract.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

/** Rows that every operation gets: one image of one channel, and very large tensors. Divisors stay away from 0. */
const rows = [
  {
    name: 'one channel, batch 1',
    inputs: { a: uniform([1, 5, 3, 1]), b: uniform([1], 0.5, 2) },
    attrs: undefined,
    terms: 15,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { a: uniform([2049, 2048]), b: uniform([2049, 2048], 0.5, 2) },
    attrs: undefined,
  },
];

export const addCases = defineCases(addOp, [
  {
    name: 'a row to every row, by hand',
    inputs: { a: values([2, 3], [1, 2, 3, 4, 5, 6]), b: values([3], [10, 20, 30]) },
    attrs: undefined,
    expected: { y: [11, 22, 33, 14, 25, 36] },
    terms: 2,
  },
  {
    name: 'a column and a row, by hand',
    inputs: { a: values([2, 1], [1, 2]), b: values([1, 3], [10, 20, 30]) },
    attrs: undefined,
    expected: { y: [11, 21, 31, 12, 22, 32] },
    terms: 3,
  },
  { name: 'two scalars', inputs: { a: values([], [2]), b: values([], [3]) }, attrs: undefined, expected: { y: [5] } },
  { name: 'equal odd shapes', inputs: { a: uniform([3, 15, 17]), b: uniform([3, 15, 17]) }, attrs: undefined },
  { name: 'a per channel', inputs: { a: uniform([7]), b: uniform([2, 15, 5, 7]) }, attrs: undefined, terms: 150 },
  {
    name: 'alternating axes of rank 6 that merge into four',
    inputs: { a: uniform([2, 3, 1, 1, 5, 1]), b: uniform([1, 1, 3, 2, 1, 7]) },
    attrs: undefined,
    terms: 42,
  },
  ...rows,
]);

export const subtractCases = defineCases(subtractOp, [
  {
    name: 'by hand',
    inputs: { a: values([2, 2], [1, 2, 3, 4]), b: values([2], [10, 20]) },
    attrs: undefined,
    expected: { y: [-9, -18, -7, -16] },
    terms: 2,
  },
  { name: 'a from every row of b', inputs: { a: uniform([5]), b: uniform([213, 5]) }, attrs: undefined, terms: 213 },
  ...rows,
]);

export const multiplyCases = defineCases(multiplyOp, [
  {
    name: 'by hand',
    inputs: { a: values([2, 2], [1, 2, 3, 4]), b: values([2, 1], [10, -1]) },
    attrs: undefined,
    expected: { y: [10, 20, -3, -4] },
    terms: 2,
  },
  { name: 'a scalar', inputs: { a: uniform([9, 19, 5]), b: uniform([]) }, attrs: undefined, terms: 855 },
  {
    name: 'a scale per image and channel',
    inputs: { a: uniform([3, 4, 5, 6]), b: uniform([3, 1, 1, 6]) },
    attrs: undefined,
    terms: 20,
  },
  ...rows,
]);

export const divideCases = defineCases(divideOp, [
  {
    name: 'by hand',
    inputs: { a: values([2, 2], [1, 2, 3, 4]), b: values([2], [2, -4]) },
    attrs: undefined,
    expected: { y: [0.5, -0.5, 1.5, -1] },
    terms: 2,
  },
  {
    name: 'a column by a row',
    inputs: { a: uniform([17, 1]), b: uniform([1, 65], 0.5, 2) },
    attrs: undefined,
    terms: 65,
  },
  ...rows,
]);

export const maximumCases = defineCases(maximumOp, [
  {
    name: 'by hand',
    inputs: { a: values([2, 2], [1, 20, 3, -4]), b: values([2, 1], [10, -1]) },
    attrs: undefined,
    expected: { y: [10, 20, 3, -1] },
    terms: 2,
  },
  { name: 'a row to every row', inputs: { a: uniform([21, 5]), b: uniform([5]) }, attrs: undefined, terms: 21 },
  ...rows,
]);

export const minimumCases = defineCases(minimumOp, [
  {
    name: 'by hand',
    inputs: { a: values([2, 2], [1, 20, 3, -4]), b: values([2, 1], [10, -1]) },
    attrs: undefined,
    expected: { y: [1, 10, -1, -4] },
    terms: 2,
  },
  { name: 'every row to a row', inputs: { a: uniform([5]), b: uniform([21, 5]) }, attrs: undefined, terms: 21 },
  ...rows,
]);

export const greaterEqualCases = defineCases(greaterEqualOp, [
  {
    name: 'by hand',
    inputs: { a: values([4], [1, 2, 3, -4]), b: values([], [2]) },
    attrs: undefined,
    expected: { y: [0, 1, 1, 0] },
  },
  ...rows,
]);
