import { describe, expect, it, vi } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { ShapeError, ValueError } from '../../../src/errors.ts';
import { application, markPretrained } from '../../../src/nn/applications/application.ts';
import { preprocessInput } from '../../../src/nn/applications/index.ts';
import type { PreprocessingMode } from '../../../src/nn/applications/preprocessing-mode.ts';
import { inputWarning, isPlausible } from '../../../src/nn/applications/unexpected-input.ts';
import { Conv2D, ImagenetPreprocessing, Input, input, Rescaling } from '../../../src/nn/layers/index.ts';
import { Model } from '../../../src/nn/models/model.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';

/** Two pixels: one of red 255, green 0, blue 51; one black. */
const pixels = { x: Uint8Array.of(255, 0, 51, 0, 0, 0), xShape: [1, 1, 2, 3] };

const expected: Readonly<Record<PreprocessingMode, readonly number[]>> = {
  // Blue, green, red less 103.939, 116.779, 123.68.
  caffe: [51 - 103.939, -116.779, 255 - 123.68, -103.939, -116.779, -123.68],
  tf: [1, -1, 51 / 127.5 - 1, -1, -1, -1],
  torch: [(1 - 0.485) / 0.229, -0.456 / 0.224, (0.2 - 0.406) / 0.225, -0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225],
  none: [255, 0, 51, 0, 0, 0],
};

describe.each(Object.entries(expected) as [PreprocessingMode, readonly number[]][])('%s', (mode, values) => {
  it('brings bytes into form, as a map and as a layer', async () => {
    const mapped = preprocessInput(mode)({ ...pixels, y: 7 });
    expect(mapped).toMatchObject({ xShape: [1, 1, 2, 3], y: 7 });
    const model = new Sequential([new Input({ shape: [1, 2, 3] }), new ImagenetPreprocessing({ mode })]);
    model.compile({ device: new ReferenceDevice(), optimizer: 'sgd', loss: 'mse' });
    const { data } = await model.predict({
      length: 1,
      async *[Symbol.asyncIterator]() {
        yield pixels;
      },
    });
    for (const [i, value] of values.entries()) {
      expect(mapped.x[i]).toBeCloseTo(value, 4);
      expect(data[i]).toBeCloseTo(value, 4);
    }
  });
});

it('refuses unknown modes and images without colors', () => {
  expect(() => preprocessInput('keras' as never)).toThrow(ValueError);
  expect(() => new ImagenetPreprocessing({ mode: 'keras' as never })).toThrow(ValueError);
  const gray = { x: Float32Array.of(1, 2), xShape: [1, 2, 1] };
  expect(() => preprocessInput('caffe')(gray)).toThrow(ShapeError);
  expect(() => new ImagenetPreprocessing({ mode: 'torch' }).computeOutputShape([[1, 2, 1]])).toThrow(ShapeError);
  expect(Array.from(preprocessInput('tf')(gray).x)[0]).toBeCloseTo(1 / 127.5 - 1, 6);
});

describe('what weights expect of values', () => {
  const spans = {
    bytes: { min: 0, max: 255 },
    scaled: { min: 0, max: 1 },
    caffe: { min: -123, max: 150 },
    tf: { min: -1, max: 1 },
    torch: { min: -2.1, max: 2.6 },
  };

  it.each([
    ['caffe', ['caffe']],
    ['tf', ['tf']],
    // Values from -1 to 1 could be images of little contrast.
    ['torch', ['torch', 'tf']],
    ['none', ['bytes']],
  ] as const)('%s takes what its own form gives', (mode, right) => {
    const plausible = Object.entries(spans).filter(([, span]) => isPlausible(mode, span));
    expect(plausible.map(([name]) => name).sort()).toEqual([...right].sort());
  });

  it('is not judged by a batch of one value', () => {
    expect(isPlausible('caffe', { min: 0, max: 0 })).toBe(true);
  });

  it('is told with what to do', () => {
    expect(inputWarning('resnet50', 'caffe', { min: 0, max: 1 })).toBe(
      'The weights of "resnet50" expect images of about -124 to 152: blue, green and red less their means; this batch has ' +
        "values from 0 to 1. Give it pixels 0 to 255 through preprocessInput('caffe') in dataset.map, or put the layer " +
        "ImagenetPreprocessing({ mode: 'caffe' }) before it, instead of another scaling.",
    );
    expect(inputWarning('efficientnetb0', 'none', { min: 0, max: 1 })).toContain('without Rescaling');
  });
});

describe('a warning', () => {
  const base = () => {
    const x = input({ shape: [1, 2, 3] });
    const model = new Model({ inputs: x, outputs: new Conv2D({ filters: 1, kernelSize: 1 }).apply(x), name: 'base' });
    return application(model, {
      kind: 'vgg19',
      includeTop: false,
      preprocessing: 'caffe',
      takesImagenetWeights: true,
    });
  };
  const warnings = async (model: Model): Promise<string[]> => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    model.compile({ device: new ReferenceDevice(), optimizer: 'sgd', loss: 'mse' });
    const two = {
      length: 2,
      async *[Symbol.asyncIterator]() {
        yield pixels;
        yield pixels;
      },
    };
    await model.predict(two);
    const given = warn.mock.calls.map(([text]) => String(text));
    warn.mockRestore();
    return given;
  };

  it('comes once where pretrained weights get pixels as they are', async () => {
    const model = base();
    markPretrained(model);
    expect(await warnings(model)).toHaveLength(1);
    const nested = base();
    markPretrained(nested);
    const x = input({ shape: [1, 2, 3] });
    expect(await warnings(new Model({ inputs: x, outputs: nested.apply(x) }))).toHaveLength(1);
  });

  it('does not come for new weights, and where a layer stands before', async () => {
    expect(await warnings(base())).toEqual([]);
    const nested = base();
    markPretrained(nested);
    const first = new Rescaling({ scale: 1 / 255, inputShape: [1, 2, 3] });
    expect(await warnings(new Sequential([first, nested]))).toEqual([]);
  });
});
