import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import { conv2dGeometry, depthwiseConv2dGeometry, pool2dGeometry } from '../../src/kernels/geometry.ts';

describe('conv2dGeometry', () => {
  const of = (height: number, window: number, attrs: Parameters<typeof conv2dGeometry>[2]) => {
    const { outHeight, padTop } = conv2dGeometry([1, height, 1, 1], [window, 1, 1, 1], attrs);
    return [outHeight, padTop];
  };

  it('pads "same" as Keras: the output is ceil(input / stride) long and an odd pixel comes last', () => {
    expect(of(5, 3, { padding: 'same' })).toEqual([5, 1]);
    expect(of(5, 3, { padding: 'same', strides: [2, 1] })).toEqual([3, 1]);
    expect(of(6, 3, { padding: 'same', strides: [2, 1] })).toEqual([3, 0]);
    expect(of(5, 4, { padding: 'same' })).toEqual([5, 1]);
    expect(of(7, 1, { padding: 'same', strides: [3, 1] })).toEqual([3, 0]);
    expect(of(7, 3, { padding: 'same', dilations: [2, 1] })).toEqual([7, 2]);
    expect(of(1, 5, { padding: 'same' })).toEqual([1, 2]);
  });

  it('leaves out windows that reach over the edge with "valid"', () => {
    expect(of(7, 3, {})).toEqual([5, 0]);
    expect(of(8, 3, { strides: [2, 1] })).toEqual([3, 0]);
    expect(of(7, 3, { dilations: [3, 1] })).toEqual([1, 0]);
  });

  it('takes explicit padding by side', () => {
    const geometry = conv2dGeometry([2, 4, 5, 3], [3, 3, 3, 8], {
      padding: [
        [1, 0],
        [2, 3],
      ],
    });
    expect(geometry).toEqual({
      batch: 2,
      inHeight: 4,
      inWidth: 5,
      inChannels: 3,
      outHeight: 3,
      outWidth: 8,
      outChannels: 8,
      windowHeight: 3,
      windowWidth: 3,
      strideHeight: 1,
      strideWidth: 1,
      dilationHeight: 1,
      dilationWidth: 1,
      padTop: 1,
      padLeft: 2,
    });
  });

  it('refuses what has no output or no meaning', () => {
    expect(() => of(2, 3, {})).toThrow(/reaching over 3 pixels of height does not fit in 2/);
    expect(() => of(6, 3, { dilations: 3 })).toThrow(/reaching over 7 pixels of height does not fit in 6/);
    expect(() => of(5, 3, { strides: 0 })).toThrow(/strides \[0, 0\]; one or two whole numbers from 1/);
    expect(() => of(5, 3, { strides: [1, 1.5] })).toThrow(ShapeError);
    expect(() => of(5, 3, { dilations: [0, 1] })).toThrow(/dilations \[0, 1\]/);
    expect(() =>
      of(5, 3, {
        padding: [
          [-1, 0],
          [0, 0],
        ],
      }),
    ).toThrow(/padding \[-1, 0\] of height/);
    expect(() => conv2dGeometry([1, 5, 5, 1], [3, 3, 3, 8], {})).toThrow(
      /x \[1, 5, 5, 1\] and filter \[3, 3, 3, 8\] differ in their input channels \(1 and 3\)/,
    );
    expect(() => conv2dGeometry([5, 5, 1], [3, 3, 1, 8], {})).toThrow(/x has shape \[5, 5, 1\] of rank 3; rank 4/);
    expect(() => conv2dGeometry([1, 5, 5, 1], [3, 3, 8], {})).toThrow(/filter has shape \[3, 3, 8\] of rank 3/);
  });
});

describe('depthwiseConv2dGeometry', () => {
  it('has as many output channels as input channels times filters for each', () => {
    const { outHeight, outWidth, outChannels, multiplier } = depthwiseConv2dGeometry([1, 5, 5, 3], [3, 3, 3, 2], {});
    expect([outHeight, outWidth, outChannels, multiplier]).toEqual([3, 3, 6, 2]);
  });
});

describe('pool2dGeometry', () => {
  const of = (height: number, attrs: Parameters<typeof pool2dGeometry>[1]) => {
    const { outHeight, padTop, windowHeight, strideHeight } = pool2dGeometry([1, height, 8, 1], attrs);
    return [outHeight, padTop, windowHeight, strideHeight];
  };

  it("has Keras's defaults: 2x2 windows side by side, no padding", () => {
    expect(of(7, {})).toEqual([3, 0, 2, 2]);
    expect(of(7, { poolSize: 3 })).toEqual([2, 0, 3, 3]);
    expect(of(7, { poolSize: [3, 2], strides: 1, padding: 'same' })).toEqual([7, 1, 3, 1]);
    expect(of(7, { padding: 'same' })).toEqual([4, 0, 2, 2]);
  });

  it('refuses windows that see no pixel', () => {
    const pad = (before: number, after: number) => ({
      padding: [
        [before, after],
        [0, 0],
      ] as const,
    });
    expect(() => of(4, pad(2, 0))).toThrow(/a window of height 2 lies wholly in the padding/);
    expect(() => of(4, pad(0, 2))).toThrow(/a window of height 2 lies wholly in the padding/);
    expect(of(4, pad(1, 1))).toEqual([3, 1, 2, 2]);
    expect(of(5, pad(0, 2))).toEqual([3, 0, 2, 2]);
  });
});
