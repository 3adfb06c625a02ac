import { sumOp } from '../../ops/sum.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const sumCases = defineCases(sumOp, [
  {
    name: 'columns, by hand',
    inputs: { x: values([2, 3], [1, 2, 3, 4, 5, 6]) },
    attrs: { first: 0, last: 0, keepDims: false, scale: 1 },
    expected: { y: [5, 7, 9] },
    terms: 2,
  },
  {
    name: 'mean of rows, by hand',
    inputs: { x: values([2, 3], [1, 2, 3, 4, 5, 6]) },
    attrs: { first: 1, last: 1, keepDims: true, scale: 1 / 3 },
    expected: { y: [2, 5] },
    terms: 3,
  },
  {
    name: 'no axes',
    inputs: { x: values([3], [1, 2, 3]) },
    attrs: { first: 0, last: -1, keepDims: false, scale: 2 },
    expected: { y: [2, 4, 6] },
  },
  {
    name: 'two middle axes',
    inputs: { x: uniform([3, 5, 7, 2]) },
    attrs: { first: 1, last: 2, keepDims: false, scale: 1 / 35 },
    terms: 35,
  },
  {
    name: 'one image, one channel',
    inputs: { x: uniform([1, 9, 9, 1]) },
    attrs: { first: 1, last: 2, keepDims: true, scale: 1 },
    terms: 81,
  },
  {
    name: 'two passes over channels',
    inputs: { x: uniform([3, 17, 31, 5]) },
    attrs: { first: 0, last: 2, keepDims: false, scale: 1 },
    terms: 89,
  },
  {
    name: 'three passes over everything',
    inputs: { x: uniform([130, 131]) },
    attrs: { first: 0, last: 1, keepDims: false, scale: 1 },
    terms: 133,
  },
  {
    name: 'two passes over channels, four at a time',
    inputs: { x: uniform([3, 17, 31, 8]) },
    attrs: { first: 0, last: 2, keepDims: false, scale: 1 },
    terms: 89,
  },
  {
    name: 'three passes over everything, four parts at a time',
    inputs: { x: uniform([132, 131]) },
    attrs: { first: 0, last: 1, keepDims: false, scale: 1 },
    terms: 133,
  },
  {
    name: 'a result beyond one dispatch dimension',
    inputs: { x: uniform([1, 2049, 2048]) },
    attrs: { first: 0, last: 0, keepDims: false, scale: 1 },
  },
]);
