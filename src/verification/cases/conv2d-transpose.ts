import { conv2dGradInputOp } from '../../ops/conv2d.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

// A transposed convolution is the gradient of a convolution's images: `dy` is what it takes, `dx` what it gives.

export const conv2dTransposeCases = defineCases(conv2dGradInputOp, [
  {
    // Each pixel stamps its multiple of the filter; stamps overlap in the middle column.
    name: 'by hand, valid, stride 2',
    inputs: { dy: values([1, 1, 2, 1], [1, 10]), filter: values([2, 3, 1, 1], [1, 2, 3, 4, 5, 6]) },
    attrs: { strides: 2, inputShape: [1, 2, 5, 1] },
    expected: { dx: [1, 2, 13, 20, 30, 4, 5, 46, 50, 60] },
    terms: 6,
  },
  {
    name: 'stride 2, same: even sizes from odd ones',
    inputs: { dy: uniform([2, 3, 5, 4]), filter: uniform([3, 3, 7, 4]) },
    attrs: { strides: 2, padding: 'same', inputShape: [2, 6, 10, 7] },
    terms: 63,
  },
  {
    name: 'pixels that no window sees',
    inputs: { dy: uniform([3, 2, 3, 5]), filter: uniform([1, 2, 3, 5]) },
    attrs: { strides: [2, 3], inputShape: [3, 4, 9, 3] },
    terms: 18,
  },
  {
    name: 'one image, one channel',
    inputs: { dy: uniform([1, 5, 7, 1]), filter: uniform([4, 4, 1, 1]) },
    attrs: { strides: 2, padding: 'same', inputShape: [1, 10, 14, 1] },
    terms: 35,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { dy: uniform([1, 2049, 2048, 1]), filter: uniform([1, 1, 1, 1]) },
    attrs: { inputShape: [1, 2049, 2048, 1] },
    // A filter of one element sums over all pixels, in two levels.
    terms: 2 * 2049,
  },
]);
