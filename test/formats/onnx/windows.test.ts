import { expect, it } from 'vitest';
import { placeTransposedWindow, placeWindow } from '../../../src/formats/onnx/windows.ts';

it.each([
  // Size, window, stride, dilation, padding; before, after, out.
  [5, 3, 1, 1, 'valid', 0, 0, 3],
  [5, 3, 1, 1, 'same', 1, 1, 5],
  [6, 3, 2, 1, 'same', 0, 1, 3],
  [5, 3, 2, 1, 'same', 1, 1, 3],
  [5, 2, 1, 1, 'same', 0, 1, 5],
  [7, 3, 1, 2, 'valid', 0, 0, 3],
  [7, 3, 1, 2, 'same', 2, 2, 7],
  [4, 1, 2, 1, 'same', 0, 0, 2],
])(
  'places windows in %i of size %i, stride %i, dilation %i, %s',
  (input, size, stride, dilation, padding, before, after, out) => {
    expect(placeWindow(input, { size, stride, dilation }, padding)).toEqual({ before, after, out });
  },
);

it.each([
  // Size, window, stride, padding, outputPadding; before, after, out, added.
  [3, 3, 2, 'valid', null, 0, 0, 7, 0],
  [3, 3, 2, 'same', null, 0, 1, 6, 0],
  [3, 3, 1, 'same', null, 1, 1, 3, 0],
  [3, 1, 2, 'valid', null, 0, 0, 6, 1],
  [3, 3, 2, 'valid', 1, 0, 0, 8, 1],
  [3, 3, 2, 'same', 1, 0, 1, 6, 0],
] as const)(
  'places transposed windows on %i of size %i, stride %i, %s, outputPadding %s',
  (input, size, stride, padding, extra, before, after, out, added) => {
    expect(placeTransposedWindow(input, { size, stride, dilation: 1 }, padding, extra)).toEqual({
      before,
      after,
      out,
      added,
    });
  },
);
