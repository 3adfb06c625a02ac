import { unpackBytesOp } from '../../ops/unpack-bytes.ts';
import { defineCases } from '../case.ts';
import { indices, integers } from '../recipes.ts';

export const unpackBytesCases = defineCases(unpackBytesOp, [
  {
    name: 'by hand: lowest bits first, and the rest of the last word is not read',
    inputs: { words: indices([2], [0xff800100, 0xabcdef07]) },
    attrs: { shape: [1, 5, 1] },
    expected: { y: [0, 1, 128, 255, 7] },
  },
  { name: 'odd sizes', inputs: { words: integers([79], 2 ** 32) }, attrs: { shape: [3, 5, 7, 3] } },
  { name: 'one byte', inputs: { words: integers([1], 2 ** 32) }, attrs: { shape: [1, 1, 1, 1] } },
  {
    name: 'beyond one dispatch dimension',
    inputs: { words: integers([4_194_815], 2 ** 32) },
    attrs: { shape: [8197, 2047, 1] },
  },
]);
