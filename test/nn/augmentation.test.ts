import { describe, expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import { type Shape, sizeOf } from '../../src/engine/shape.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { NoGradientError, ShapeError, ValueError } from '../../src/errors.ts';
import type { AffineAugmentation } from '../../src/nn/layers/affine-augmentation.ts';
import {
  Input,
  type Layer,
  RandomBrightness,
  RandomContrast,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
  Rescaling,
} from '../../src/nn/layers/index.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { valueAndGrad } from '../../src/ops/index.ts';

const device = new ReferenceDevice();
const context = (training = true, seed = 7) => ({
  training,
  seed: tensor(device, [1], Uint32Array.of(seed)),
  salt: 3,
});
const call = (layer: Layer, x: Tensor, training = true) => layer.call([x], {}, context(training));

function images(shape: Shape, high = 255): Tensor {
  const random = seededRandom('images');
  return tensor(
    device,
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => high * random()),
  );
}

/** 1 to 9, as one image. */
const square = tensor(device, [1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
const list = async (x: Tensor) => [...(await x.data())];

/** The transforms of 2000 images, as six lists. */
async function drawn(layer: AffineAugmentation, height: number, width: number): Promise<number[][]> {
  const all = await list(layer.transforms([2000, height, width, 3], context()));
  return [0, 1, 2, 3, 4, 5].map((k) => all.filter((_, i) => i % 6 === k));
}

/** Checks that evenly drawn numbers fill a range and stay within it. */
function expectRange(numbers: readonly number[], low: number, high: number): void {
  const margin = (high - low) / 100;
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(low - 1e-5);
  expect(Math.min(...numbers)).toBeLessThan(low + margin);
  expect(Math.max(...numbers)).toBeLessThanOrEqual(high + 1e-5);
  expect(Math.max(...numbers)).toBeGreaterThan(high - margin);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  expect(Math.abs(mean - (low + high) / 2)).toBeLessThan(2 * margin);
}

const everyLayer: readonly Layer[] = [
  new RandomFlip(),
  new RandomRotation({ factor: 0.2 }),
  new RandomZoom({ heightFactor: 0.5, widthFactor: 0.2 }),
  new RandomTranslation({ heightFactor: 0.3, widthFactor: 0.5 }),
  new RandomContrast({ factor: 1 }),
  new RandomBrightness({ factor: 0.5 }),
];

describe.each(everyLayer.map((layer) => ({ layer, name: layer.className })))('$name', ({ layer }) => {
  it('leaves images alone outside training', () => {
    const x = images([2, 5, 7, 3]);
    expect(call(layer, x, false)).toBe(x);
  });

  it('changes each image in its own way, the same for the same seed', async () => {
    const one = await list(images([1, 5, 7, 3]));
    const x = tensor(device, [16, 5, 7, 3], Array.from({ length: 16 }, () => one).flat());
    const y = await list(call(layer, x));
    const rows = new Set(Array.from({ length: 16 }, (_, i) => y.slice(i * 105, (i + 1) * 105).join()));
    expect(rows.size).toBeGreaterThan(layer instanceof RandomFlip ? 3 : 15);
    expect(await list(call(layer, x))).toEqual(y);
    expect(await list(layer.call([x], {}, context(true, 8)))).not.toEqual(y);
    expect(await list(layer.call([x], {}, { ...context(), salt: 4 }))).not.toEqual(y);
  });

  it('draws other numbers with a seed of its own', async () => {
    const x = images([16, 5, 7, 3]);
    const settings: object = { ...layer.settings, seed: 42 };
    const seeded = new (layer.constructor as new (options: object) => Layer)(settings);
    expect(seeded.settings).toEqual(settings);
    expect(await list(call(seeded, x))).not.toEqual(await list(call(layer, x)));
  });

  it('keeps the size, and takes nothing but images', () => {
    expect(layer.computeOutputShape([[5, 7, 3]])).toEqual([5, 7, 3]);
    expect(() => layer.computeOutputShape([[5, 7]])).toThrow(ShapeError);
  });
});

describe('RandomFlip', () => {
  const sides = tensor(device, [1000, 2, 2, 1], Array.from({ length: 1000 }, () => [1, 2, 3, 4]).flat());

  it.each([
    ['horizontal', { '1,2,3,4': 500, '2,1,4,3': 500 }],
    ['vertical', { '1,2,3,4': 500, '3,4,1,2': 500 }],
    ['horizontal_and_vertical', { '1,2,3,4': 250, '2,1,4,3': 250, '3,4,1,2': 250, '4,3,2,1': 250 }],
  ] as const)('mirrors half of the images: %s', async (mode, expected) => {
    const y = await list(call(new RandomFlip({ mode }), sides));
    const counts: Record<string, number> = {};
    for (let i = 0; i < 1000; i++) {
      const image = y.slice(4 * i, 4 * i + 4).join();
      counts[image] = (counts[image] ?? 0) + 1;
    }
    expect(Object.keys(counts).sort()).toEqual(Object.keys(expected));
    for (const [image, count] of Object.entries(expected)) expect(Math.abs(counts[image] - count)).toBeLessThan(50);
  });
});

describe('RandomRotation', () => {
  it('turns counter-clockwise by a quarter', async () => {
    expect(await list(call(new RandomRotation({ factor: [0.25, 0.25] }), square))).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
  });

  it('changes nothing by no turn', async () => {
    const x = images([3, 5, 7, 3]);
    expect(await list(call(new RandomRotation({ factor: 0 }), x))).toEqual(await list(x));
  });

  it('draws up to 72 degrees to both sides for 0.2', async () => {
    const [cosines, , , sines] = await drawn(new RandomRotation({ factor: 0.2 }), 8, 8);
    expectRange(
      cosines.map((cosine, i) => (Math.atan2(sines[i], cosine) * 180) / Math.PI),
      -72,
      72,
    );
  });

  it('keeps the center where it is', async () => {
    const t = await drawn(new RandomRotation({ factor: [0.1, 0.9] }), 5, 9);
    for (let i = 0; i < 2000; i++) {
      expect(t[0][i] * 4 + t[1][i] * 2 + t[2][i]).toBeCloseTo(4, 5);
      expect(t[3][i] * 4 + t[4][i] * 2 + t[5][i]).toBeCloseTo(2, 5);
    }
  });
});

describe('RandomZoom', () => {
  it('shows more of the height for positive factors, less for negative ones', async () => {
    const out = new RandomZoom({ heightFactor: [1, 1], widthFactor: [0, 0], fillMode: 'constant', fillValue: -1 });
    expect(await list(call(out, square))).toEqual([-1, -1, -1, 4, 5, 6, -1, -1, -1]);
    const closer = new RandomZoom({ heightFactor: [-0.5, -0.5], widthFactor: [0, 0] });
    expect(await list(call(closer, square))).toEqual([2.5, 3.5, 4.5, 4, 5, 6, 5.5, 6.5, 7.5]);
  });

  it('draws 0.5 to 1.5 of the height and 0.8 to 1.2 of the width for 0.5 and 0.2', async () => {
    const [widths, , , , heights] = await drawn(new RandomZoom({ heightFactor: 0.5, widthFactor: 0.2 }), 8, 8);
    expectRange(heights, 0.5, 1.5);
    expectRange(widths, 0.8, 1.2);
    expect(widths.some((width, i) => Math.abs(width - heights[i]) > 0.1)).toBe(true);
  });

  it('keeps the aspect ratio without a factor for the width', async () => {
    const [widths, , , , heights] = await drawn(new RandomZoom({ heightFactor: 0.5 }), 8, 8);
    expect(widths).toEqual(heights);
  });
});

describe('RandomTranslation', () => {
  const downAndLeft = { heightFactor: [1 / 3, 1 / 3], widthFactor: [-1 / 3, -1 / 3] } as const;

  it.each([
    ['reflect', [2, 3, 3, 2, 3, 3, 5, 6, 6]],
    ['nearest', [2, 3, 3, 2, 3, 3, 5, 6, 6]],
    ['wrap', [8, 9, 7, 2, 3, 1, 5, 6, 4]],
    ['constant', [0.5, 0.5, 0.5, 2, 3, 0.5, 5, 6, 0.5]],
  ] as const)('moves down and to the left: %s', async (fillMode, expected) => {
    const layer = new RandomTranslation({ ...downAndLeft, fillMode, fillValue: 0.5, interpolation: 'nearest' });
    expect(await list(call(layer, square))).toEqual(expected);
  });

  it('draws up to 30 % of the height and 50 % of the width for 0.3 and 0.5', async () => {
    const t = await drawn(new RandomTranslation({ heightFactor: 0.3, widthFactor: 0.5 }), 10, 40);
    expectRange(t[2], -20, 20);
    expectRange(t[5], -3, 3);
  });
});

describe('RandomContrast', () => {
  it('draws factors from 0 to 2 about the mean of each channel for 1', async () => {
    const x = tensor(device, [2000, 1, 2, 1], Array.from({ length: 2000 }, () => [110, 130]).flat());
    const y = await list(call(new RandomContrast({ factor: 1 }), x));
    const factors = y.filter((_, i) => i % 2 === 1).map((value) => (value - 120) / 10);
    expectRange(factors, 0, 2);
    for (let i = 0; i < 4000; i += 2) expect(y[i] + y[i + 1]).toBeCloseTo(240, 3);
  });

  it('takes a factor for less and one for more', async () => {
    const x = tensor(device, [2000, 1, 2, 1], Array.from({ length: 2000 }, () => [110, 130]).flat());
    const y = await list(call(new RandomContrast({ factor: [0.1, 0.4] }), x));
    expectRange(
      y.filter((_, i) => i % 2 === 1).map((value) => (value - 120) / 10),
      0.9,
      1.4,
    );
  });

  it('has a mean for each image and channel, and clips to the range of values', async () => {
    const x = tensor(device, [2, 1, 2, 2], [0, 0.2, 1, 0.4, 0.5, 0.5, 0.5, 0.9]);
    const y = await list(call(new RandomContrast({ factor: [0, 1], valueRange: [0, 1] }), x));
    expect([y[0], y[2], y[4], y[6]]).toEqual([0, 1, 0.5, 0.5]);
    expect(y[1] + y[3]).toBeCloseTo(0.6, 6);
    expect(y[3] - y[1]).toBeGreaterThan(0.2);
    expect(y[5] + y[7]).toBeLessThanOrEqual(1.4 + 1e-6);
    expect(Math.max(...y)).toBe(1);
  });
});

describe('RandomBrightness', () => {
  it('adds up to a share of the range, one number to all of an image', async () => {
    const x = tensor(device, [2000, 1, 2, 1], Array.from({ length: 2000 }, () => [100, 120]).flat());
    const y = await list(call(new RandomBrightness({ factor: [-0.2, 0.4] }), x));
    expectRange(
      y.filter((_, i) => i % 2 === 0).map((value) => (value - 100) / 255),
      -0.2,
      0.4,
    );
    for (let i = 0; i < 4000; i += 2) expect(y[i + 1] - y[i]).toBeCloseTo(20, 3);
  });

  it('clips to the range of values', async () => {
    const x = tensor(device, [100, 1, 2, 1], Array.from({ length: 100 }, () => [0, 1]).flat());
    const y = await list(call(new RandomBrightness({ factor: 1, valueRange: [0, 1] }), x));
    expect([Math.min(...y), Math.max(...y)]).toEqual([0, 1]);
  });
});

describe('augmentation layers in a row', () => {
  const shape = [12, 16, 3];
  const model = (...layers: Layer[]) => new Sequential([new Input({ shape }), ...layers]);
  const opsOf = (layers: readonly Layer[]) => {
    const x = images([4, ...shape]);
    const step = { ...context(), salt: 0 };
    const program = trace(device, () => model(...layers).run([x], step));
    return program.calls.map(({ op }) => op.name);
  };
  const reflect = everyLayer.slice(0, 4);
  const constant = new RandomRotation({ factor: 0.1, fillMode: 'constant' });

  it('resample once', () => {
    expect(opsOf(reflect).filter((name) => name === 'affineTransform')).toHaveLength(1);
    expect(opsOf(reflect).filter((name) => name === 'composeTransforms')).toHaveLength(3);
    expect(opsOf([constant, new RandomFlip()]).filter((name) => name === 'affineTransform')).toHaveLength(1);
  });

  it('resample again where others read differently, or another layer comes between', () => {
    const times = (...layers: Layer[]) => opsOf(layers).filter((name) => name === 'affineTransform').length;
    expect(times(new RandomRotation({ factor: 0.1 }), constant)).toBe(2);
    expect(times(new RandomFlip(), new RandomRotation({ factor: 0.1 }), new RandomFlip(), constant)).toBe(2);
    expect(times(new RandomFlip(), new RandomContrast({ factor: 1 }), new RandomRotation({ factor: 0.1 }))).toBe(2);
    expect(times(constant, new RandomRotation({ factor: 0.1, fillMode: 'constant', fillValue: 1 }))).toBe(2);
  });

  it('turn there and back without a loss', async () => {
    const there = new RandomRotation({ factor: [0.125, 0.125] });
    const back = new RandomRotation({ factor: [-0.125, -0.125] });
    const x = images([2, ...shape]);
    const y = await list(model(there, back).run([x], { ...context(), salt: 0 }));
    const original = await list(x);
    for (const [i, value] of y.entries()) expect(value).toBeCloseTo(original[i], 2);
  });

  it('do in a model what they do one by one', async () => {
    const flip = new RandomFlip();
    const quarter = new RandomRotation({ factor: [0.25, 0.25] });
    const shift = new RandomTranslation({ heightFactor: [1 / 3, 1 / 3], widthFactor: [0, 0], fillMode: 'wrap' });
    const x = tensor(
      device,
      [3, 3, 3, 1],
      Array.from({ length: 27 }, (_, i) => i),
    );
    const together = new Sequential([new Input({ shape: [3, 3, 1] }), flip, quarter, shift]);
    let expected = x;
    for (const [salt, layer] of [flip, quarter, shift].entries()) {
      expected = layer.call([expected], {}, { ...context(), salt });
    }
    const y = await list(together.run([x], { ...context(), salt: 0 }));
    for (const [i, value] of (await list(expected)).entries()) expect(y[i]).toBeCloseTo(value, 4);
  });

  it('give the images themselves outside training', () => {
    const x = images([4, ...shape]);
    expect(model(...reflect).run([x], { ...context(false), salt: 0 })).toBe(x);
  });

  it('say that they have no gradient for what was learned before them', () => {
    const x = images([1, ...shape]);
    const scaled = new Rescaling({ scale: 2 });
    expect(() => valueAndGrad(() => model(scaled, new RandomFlip()).run([x], context()), [x])).toThrow(
      new NoGradientError('affineTransform', 'with respect to its input "x" [1, 12, 16, 3]'),
    );
  });
});

it.each([
  ['a mode', () => new RandomFlip({ mode: 'diagonal' as never })],
  ['a seed', () => new RandomFlip({ seed: 0.5 })],
  ['a factor above 1', () => new RandomRotation({ factor: 30 })],
  ['three factors', () => new RandomZoom({ heightFactor: [0, 0, 1] as never })],
  ['no factor', () => new RandomTranslation({ heightFactor: 0.1 } as never)],
  ['a fill mode', () => new RandomRotation({ factor: 0.1, fillMode: 'mirror' as never })],
  ['an interpolation', () => new RandomZoom({ heightFactor: 0.1, interpolation: 'bicubic' as never })],
  ['a fill value', () => new RandomZoom({ heightFactor: 0.1, fillValue: Number.NaN })],
  ['a negative contrast', () => new RandomContrast({ factor: -0.1 })],
  ['a range of values upside down', () => new RandomContrast({ factor: 0.1, valueRange: [255, 0] })],
  ['a brightness above 1', () => new RandomBrightness({ factor: [0, 40] })],
] as const)('refuses %s', (_what, make) => {
  expect(make).toThrow(ValueError);
});
