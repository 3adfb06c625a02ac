import { composeTransformsOp } from '../../ops/compose-transforms.ts';
import { randomFactorsOp } from '../../ops/random-factors.ts';
import { randomTransformsOp } from '../../ops/random-transforms.ts';
import { defineCases } from '../case.ts';
import { indices, uniform, values } from '../recipes.ts';

const nothing = {
  flip: null,
  rotation: [0, 0],
  zoomHeight: [0, 0],
  zoomWidth: null,
  translationHeight: [0, 0],
  translationWidth: [0, 0],
} as const;

const everything = {
  flip: 'horizontal_and_vertical',
  rotation: [-1, 1],
  zoomHeight: [-0.5, 0.5],
  zoomWidth: [-0.2, 0.3],
  translationHeight: [-0.3, 0.3],
  translationWidth: [-0.5, 0.25],
} as const;

export const randomTransformsCases = defineCases(randomTransformsOp, [
  {
    name: 'flips, pcg3d worked out on integers',
    inputs: { seed: indices([1], [9]) },
    attrs: { ...nothing, batch: 4, salt: 3, height: 3, width: 5, flip: 'horizontal_and_vertical' },
    expected: { transforms: [1, 0, 0, 0, -1, 2, -1, 0, 4, 0, 1, 0, 1, 0, 0, 0, -1, 2, 1, 0, 0, 0, 1, 0] },
  },
  {
    name: 'horizontal flips',
    inputs: { seed: indices([1], [9]) },
    attrs: { ...nothing, batch: 2, salt: 3, height: 3, width: 5, flip: 'horizontal' },
    expected: { transforms: [1, 0, 0, 0, 1, 0, -1, 0, 4, 0, 1, 0] },
  },
  {
    name: 'vertical flips',
    inputs: { seed: indices([1], [9]) },
    attrs: { ...nothing, batch: 2, salt: 3, height: 3, width: 5, flip: 'vertical' },
    expected: { transforms: [1, 0, 0, 0, -1, 2, 1, 0, 0, 0, 1, 0] },
  },
  {
    name: 'turned, zoomed and moved by given amounts, by hand',
    inputs: { seed: indices([1], [9]) },
    attrs: {
      ...{ ...nothing, batch: 1, salt: 3, height: 3, width: 5, rotation: [0.25, 0.25], zoomHeight: [1, 1] },
      translationHeight: [1, 1],
      translationWidth: [-0.2, -0.2],
    },
    expected: { transforms: [0, -2, 10, 2, 0, -1] },
  },
  {
    name: 'drawn zooms and translations of one pixel, pcg3d worked out on integers',
    inputs: { seed: indices([1], [9]) },
    attrs: {
      ...{ ...nothing, batch: 1, salt: 3, height: 1, width: 1, zoomHeight: [0, 1], zoomWidth: [-1, 0] },
      translationHeight: [0, 1],
      translationWidth: [0, 1],
    },
    expected: { transforms: [0.4956170916557312, 0, -0.21117373579, 0, 1.1552517414, -0.08924241112] },
  },
  {
    name: 'everything at once',
    inputs: { seed: indices([1], [4294967295]) },
    attrs: { ...everything, batch: 301, salt: 7, height: 11, width: 17 },
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { seed: indices([1], [1]) },
    attrs: { ...everything, batch: 4_194_305, salt: 4294967295, height: 2, width: 3 },
  },
]);

export const composeTransformsCases = defineCases(composeTransformsOp, [
  {
    name: 'a flip and then a translation, by hand',
    inputs: { first: values([1, 6], [-1, 0, 4, 0, 1, 0]), next: values([1, 6], [1, 0, -1, 0, 1, 2]) },
    attrs: undefined,
    expected: { y: [-1, 0, 5, 0, 1, 2] },
  },
  {
    name: 'all numbers, by hand',
    inputs: { first: values([1, 6], [1, 2, 3, 4, 5, 6]), next: values([1, 6], [7, 8, 9, 10, 11, 12]) },
    attrs: undefined,
    expected: { y: [27, 30, 36, 78, 87, 102] },
  },
  { name: 'odd sizes', inputs: { first: uniform([33, 6]), next: uniform([33, 6]) }, attrs: undefined, terms: 3 },
  {
    name: 'beyond one dispatch dimension',
    inputs: { first: uniform([2_097_153, 6]), next: uniform([2_097_153, 6]) },
    attrs: undefined,
    terms: 3,
  },
]);

export const randomFactorsCases = defineCases(randomFactorsOp, [
  {
    name: 'pcg3d worked out on integers',
    inputs: { seed: indices([1], [9]) },
    attrs: { batch: 3, salt: 3, low: 0, high: 2 },
    expected: { y: [1.8133056163787842, 0.3105034828186035, 0.1544969081878662] },
  },
  {
    name: 'odd sizes',
    inputs: { seed: indices([1], [4294967295]) },
    attrs: { batch: 77, salt: 1, low: -0.5, high: 0.25 },
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { seed: indices([1], [0]) },
    attrs: { batch: 4_194_305, salt: 4294967295, low: 0, high: 1 },
  },
]);
