import { fillOp } from '../../ops/fill.ts';
import { defineCases } from '../case.ts';

export const fillCases = defineCases(fillOp, [
  { name: 'by hand', inputs: {}, attrs: { shape: [2, 2], value: -1.5 }, expected: { y: [-1.5, -1.5, -1.5, -1.5] } },
  { name: 'a scalar', inputs: {}, attrs: { shape: [], value: 7 }, expected: { y: [7] } },
  { name: 'odd sizes', inputs: {}, attrs: { shape: [7, 13], value: 0.1 } },
  { name: 'one image, one channel', inputs: {}, attrs: { shape: [1, 3, 5, 1], value: -2 } },
  { name: 'beyond one dispatch dimension', inputs: {}, attrs: { shape: [2049, 2048], value: 3 } },
]);
