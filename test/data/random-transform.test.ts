import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/data/bilinear.ts';
import { checkImageGeneratorOptions, type ImageGeneratorOptions } from '../../src/data/image-generator-options.ts';
import { MersenneTwister } from '../../src/data/mersenne-twister.ts';
import { applyTransform, drawTransform, type ImageTransform } from '../../src/data/random-transform.ts';

/** Many draws for images of 50 by 100. */
function draws(options: ImageGeneratorOptions): ImageTransform[] {
  const random = new MersenneTwister(1);
  const settings = checkImageGeneratorOptions(options);
  return Array.from({ length: 2000 }, () => drawTransform(settings, [50, 100], random));
}

const values = (options: ImageGeneratorOptions, name: keyof ImageTransform) =>
  draws(options).map((transform) => Number(transform[name]));

/** Draws stay within both ends and come close to them. */
function expectSpread(drawn: readonly number[], lowest: number, highest: number): void {
  const near = (highest - lowest) / 50;
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(lowest);
  expect(Math.min(...drawn)).toBeLessThan(lowest + near);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(highest);
  expect(Math.max(...drawn)).toBeGreaterThan(highest - near);
}

const sorted = (drawn: readonly number[]) => [...new Set(drawn.map((value) => value + 0))].sort((a, b) => a - b);

describe('drawTransform', () => {
  it('changes nothing by default', () => {
    expect(new Set(draws({}).map((transform) => JSON.stringify(transform)))).toEqual(
      new Set(['{"theta":0,"tx":0,"ty":0,"shear":0,"zx":1,"zy":1,"flipHorizontal":false,"flipVertical":false}']),
    );
  });

  it('draws angles in degrees, to either side', () => {
    expectSpread(values({ rotationRange: 40 }, 'theta'), -40, 40);
    expectSpread(values({ shearRange: 0.2 }, 'shear'), -0.2, 0.2);
  });

  it('draws shifts below 1 as shares of the side', () => {
    expectSpread(values({ widthShiftRange: 0.2 }, 'tx'), -20, 20);
    expectSpread(values({ heightShiftRange: 0.2 }, 'ty'), -10, 10);
  });

  it('draws whole shifts as whole pixels, fewer than given', () => {
    expect(sorted(values({ widthShiftRange: 3 }, 'tx'))).toEqual([-2, -1, 0, 1, 2]);
    expect(sorted(values({ heightShiftRange: 1 }, 'ty'))).toEqual([0]);
  });

  it('draws other shifts from 1 on in pixels', () => {
    expectSpread(values({ widthShiftRange: 2.5 }, 'tx'), -2.5, 2.5);
  });

  it('draws shifts out of a list, in either direction', () => {
    expect(sorted(values({ widthShiftRange: [3, 8] }, 'tx'))).toEqual([-8, -3, 3, 8]);
    expect(sorted(values({ heightShiftRange: [0.1, 0.5] }, 'ty'))).toEqual([-25, -5, 5, 25]);
  });

  it('draws the zoom of each axis apart', () => {
    const drawn = draws({ zoomRange: 0.2 });
    expectSpread(
      drawn.map(({ zx }) => zx!),
      0.8,
      1.2,
    );
    expectSpread(
      drawn.map(({ zy }) => zy!),
      0.8,
      1.2,
    );
    expect(drawn.every(({ zx, zy }) => zx !== zy)).toBe(true);
    expectSpread(values({ zoomRange: [0.5, 3] }, 'zx'), 0.5, 3);
  });

  it('flips about every second image', () => {
    const flips = values({ horizontalFlip: true, verticalFlip: true }, 'flipHorizontal').filter((flip) => flip === 1);
    expect(Math.abs(flips.length - 1000)).toBeLessThan(100);
  });

  it('draws the shift of the values and the brightness', () => {
    expectSpread(values({ channelShiftRange: 30 }, 'channelShiftIntensity'), -30, 30);
    expectSpread(values({ brightnessRange: [0.5, 1.5] }, 'brightness'), 0.5, 1.5);
  });

  it('follows from the seed', () => {
    const settings = checkImageGeneratorOptions({ rotationRange: 40, widthShiftRange: 0.2, zoomRange: 0.1 });
    const draw = (seed: number) => drawTransform(settings, [50, 100], new MersenneTwister(seed));
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });
});

const image: Pixels = {
  pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  height: 2,
  width: 3,
  channels: 2,
};
const transformed = (transform: ImageTransform) => [...applyTransform(image, transform)];

describe('applyTransform', () => {
  it('copies an image to which nothing is to be done', () => {
    expect(transformed({})).toEqual([...image.pixels]);
    expect(transformed({ theta: 0, zx: 1, flipHorizontal: false })).toEqual([...image.pixels]);
  });

  it('mirrors', () => {
    expect(transformed({ flipHorizontal: true })).toEqual([5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8]);
    expect(transformed({ flipVertical: true })).toEqual([7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]);
  });

  it('mirrors after the affine part', () => {
    expect(transformed({ tx: 1, flipHorizontal: true })).toEqual([5, 6, 5, 6, 3, 4, 11, 12, 11, 12, 9, 10]);
  });

  it('adds to all values within those of the image', () => {
    expect(transformed({ channelShiftIntensity: 2.5 })).toEqual([
      3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12, 12, 12,
    ]);
    expect(transformed({ channelShiftIntensity: -3 })).toEqual([1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('changes the brightness in whole numbers', () => {
    expect(transformed({ brightness: 0.5 })).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
    expect(transformed({ brightness: 100 })).toEqual([100, 200, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
  });

  it('spreads values outside 0 to 255 over them for the brightness', () => {
    const wide = { pixels: Float32Array.of(-10, 500), height: 1, width: 2, channels: 1 };
    // 0 and 255 become 0 and 127, and 127 / 255 of the range of 510 lie 254 above -10.
    expect([...applyTransform(wide, { brightness: 0.5 })]).toEqual([-10, 244]);
  });

  it('leaves alpha as bright as it was', () => {
    const clear = { pixels: Uint8Array.of(10, 20, 30, 40), height: 1, width: 1, channels: 4 };
    expect([...applyTransform(clear, { brightness: 2 })]).toEqual([20, 40, 60, 40]);
  });
});

describe('checkImageGeneratorOptions', () => {
  it('lists the options for one that it does not know', () => {
    expect(() => checkImageGeneratorOptions({ rotation_range: 40 } as ImageGeneratorOptions)).toThrow(
      /no option "rotation_range"\. It is called "rotationRange" here\. There are "rotationRange", "widthShiftRange"/,
    );
  });

  it.each<[ImageGeneratorOptions, RegExp]>([
    [{ rotationRange: -1 }, /`rotationRange` is -1; a number of at least 0/],
    [{ widthShiftRange: [] }, /`widthShiftRange` is \[\]/],
    [{ zoomRange: 1 }, /`zoomRange` is \[0,2\]/],
    [{ zoomRange: [2, 1] }, /`zoomRange` is \[2,1\]/],
    [{ brightnessRange: [-1, 1] }, /`brightnessRange`/],
    [{ fillMode: 'mirror' as 'wrap' }, /one of "nearest", "reflect", "wrap", "constant"/],
    [{ validationSplit: 1 }, /`validationSplit` is 1/],
    [{ rescale: Number.NaN }, /`rescale`/],
  ])('refuses %o', (options, message) => {
    expect(() => checkImageGeneratorOptions(options)).toThrow(message);
  });

  it('centers when it divides by the deviation', () => {
    expect(checkImageGeneratorOptions({ samplewiseStdNormalization: true }).samplewiseCenter).toBe(true);
  });
});
