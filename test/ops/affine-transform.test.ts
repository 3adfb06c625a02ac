import { describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { DTypeError, ShapeError, ValueError } from '../../src/errors.ts';
import { affineTransform, composeTransforms, randomFactors, randomTransforms } from '../../src/ops/index.ts';
import { cpu } from '../support/cpu.ts';
import { gpu } from '../support/gpu.ts';

const reference = new ReferenceDevice();
const devices: [string, () => Promise<Device>][] = [
  ['reference', async () => reference],
  ['cpu', cpu],
  ['webgpu', gpu],
];

describe.each(devices)('on %s', (_kind, open) => {
  it.each(['reflect', 'wrap', 'constant', 'nearest'] as const)('the identity changes no bit: %s', async (fillMode) => {
    const device = await open();
    const data = Float32Array.from({ length: 2 * 7 * 5 * 3 }, (_, i) => Math.fround(Math.sin(i) * 255));
    const x = tensor(device, [2, 7, 5, 3], data);
    const identity = tensor(device, [2, 6], [1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0]);
    for (const interpolation of ['bilinear', 'nearest'] as const) {
      expect(await affineTransform(x, identity, { fillMode, interpolation }).data()).toEqual(data);
    }
  });

  it('flips twice are the same bits again', async () => {
    const device = await open();
    const data = Float32Array.from({ length: 40 * 7 * 5 * 3 }, (_, i) => Math.fround(Math.cos(i)));
    const x = tensor(device, [40, 7, 5, 3], data);
    const seed = tensor(device, [1], Uint32Array.of(3));
    const flips = randomTransforms(seed, { batch: 40, salt: 1, height: 7, width: 5, flip: 'horizontal_and_vertical' });
    const flipped = affineTransform(x, flips);
    expect(await flipped.data()).not.toEqual(data);
    expect(await affineTransform(flipped, flips).data()).toEqual(data);
    expect(await affineTransform(x, composeTransforms(flips, flips)).data()).toEqual(data);
  });

  it('reads within the image however far away the transform points', async () => {
    const device = await open();
    const x = tensor(device, [1, 1, 3, 1], [1, 2, 3]);
    const far = tensor(device, [1, 6], [1e12, 0, -1e12, 0, 1, 1e30]);
    for (const fillMode of ['reflect', 'wrap', 'constant', 'nearest'] as const) {
      for (const value of await affineTransform(x, far, { fillMode, interpolation: 'nearest' }).data()) {
        expect([0, 1, 2, 3]).toContain(value);
      }
    }
  });
});

describe('refuses', () => {
  const x = tensor(reference, [2, 3, 3, 1], new Float32Array(18));
  const six = tensor(reference, [2, 6], new Float32Array(12));
  const seed = tensor(reference, [1], Uint32Array.of(1));
  const images = { batch: 2, salt: 0, height: 3, width: 3 };

  it('transforms of another number of images, and images of another rank', () => {
    expect(() => affineTransform(x, tensor(reference, [1, 6], new Float32Array(6)))).toThrow(ShapeError);
    expect(() => affineTransform(x, tensor(reference, [2, 8], new Float32Array(16)))).toThrow(ShapeError);
    expect(() => affineTransform(tensor(reference, [2, 9], new Float32Array(18)), six)).toThrow(ShapeError);
    expect(() => composeTransforms(six, tensor(reference, [1, 6], new Float32Array(6)))).toThrow(ShapeError);
    expect(() => composeTransforms(x, x)).toThrow(ShapeError);
  });

  it('unknown names and wrong numbers', () => {
    expect(() => affineTransform(x, six, { fillMode: 'mirror' as never })).toThrow(
      'affineTransform: fillMode is "mirror"; choose one of "reflect", "wrap", "constant", "nearest".',
    );
    expect(() => affineTransform(x, six, { interpolation: 'cubic' as never })).toThrow(ValueError);
    expect(() => affineTransform(x, six, { fillValue: Number.NaN })).toThrow(ValueError);
    expect(() => randomTransforms(seed, { ...images, flip: 'both' as never })).toThrow(ValueError);
    expect(() => randomTransforms(seed, { ...images, rotation: [0.2, -0.2] })).toThrow(ValueError);
    expect(() => randomTransforms(seed, { ...images, zoomWidth: [0, Number.NaN] })).toThrow(ValueError);
    expect(() => randomTransforms(seed, { ...images, salt: -1 })).toThrow(ValueError);
    expect(() => randomFactors(seed, { batch: 1, salt: 0, low: 1, high: 0 })).toThrow(ValueError);
  });

  it('a seed that is not one integer', () => {
    const two = tensor(reference, [2], Uint32Array.of(1, 2));
    expect(() => randomTransforms(two, images)).toThrow(ShapeError);
    expect(() => randomFactors(six, { batch: 1, salt: 0, low: 0, high: 1 })).toThrow(DTypeError);
  });
});
