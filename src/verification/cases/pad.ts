import { padOp } from '../../ops/slice-and-pad.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const padCases = defineCases(padOp, [
  {
    name: 'by hand',
    inputs: { x: values([1, 2], [1, 2]) },
    attrs: { padWidth: [[1, 0], [0, 2]], value: 9 }, // biome-ignore format: one pair per axis
    expected: { y: [9, 9, 9, 9, 1, 2, 9, 9] },
  },
  {
    name: 'images, on one side',
    inputs: { x: uniform([2, 5, 7, 3]) },
    attrs: { padWidth: [[0, 0], [0, 1], [0, 1], [0, 0]], value: 0 }, // biome-ignore format: one pair per axis
  },
  {
    name: 'images of eight channels, on one side',
    inputs: { x: uniform([2, 5, 7, 8]) },
    attrs: { padWidth: [[0, 0], [0, 1], [1, 0], [0, 0]], value: -0.5 }, // biome-ignore format: one pair per axis
  },
  {
    name: 'eight channels, by ones',
    inputs: { x: uniform([3, 5, 8]) },
    attrs: { padWidth: [[1, 0], [0, 0], [3, 5]], value: 0 }, // biome-ignore format: one pair per axis
  },
  {
    name: 'one image, one channel',
    inputs: { x: uniform([1, 3, 4, 1]) },
    attrs: { padWidth: [[0, 0], [2, 1], [1, 2], [0, 0]], value: -1 }, // biome-ignore format: one pair per axis
  },
  {
    name: 'all four axes of five',
    inputs: { x: uniform([2, 3, 2, 3, 5]) },
    attrs: { padWidth: [[1, 0], [0, 1], [1, 1], [2, 0], [0, 0]], value: 0.5 }, // biome-ignore format: one pair per axis
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([2, 3]) },
    attrs: { padWidth: [[2000, 47], [45, 2000]], value: 0 }, // biome-ignore format: one pair per axis
  },
]);
