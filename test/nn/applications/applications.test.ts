import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ShapeError, ValueError } from '../../../src/errors.ts';
import {
  type ApplicationName,
  applicationOf,
  applications,
  EfficientNetB0,
  MobileNet,
  ResNet50,
  VGG19,
} from '../../../src/nn/applications/index.ts';
import { Dense, GlobalAveragePooling2D, input } from '../../../src/nn/layers/index.ts';
import { modelFromConfig } from '../../../src/nn/models/from-config.ts';
import { Model } from '../../../src/nn/models/model.ts';
import { countParameters } from '../../../src/nn/models/summary.ts';

/** What Keras 3.15 makes, counted there. */
interface Row {
  readonly top: { readonly total: number; readonly trainable: number; readonly layers: number };
  readonly noTop: { readonly total: number; readonly trainable: number; readonly layers: number };
  /** Shape of the last feature map for images of 100x100. */
  readonly features: readonly number[];
  /** The beginning of the SHA-256 of all layer names without top and input, in order, a line each. */
  readonly names: string;
}

const rows: Readonly<Record<ApplicationName, Row>> = {
  resnet50: {
    top: { total: 25_636_712, trainable: 25_583_592, layers: 177 },
    noTop: { total: 23_587_712, trainable: 23_534_592, layers: 175 },
    features: [4, 4, 2048],
    names: '76d8542c1d19ee9f',
  },
  inceptionresnetv2: {
    top: { total: 55_873_736, trainable: 55_813_192, layers: 782 },
    noTop: { total: 54_336_736, trainable: 54_276_192, layers: 780 },
    features: [1, 1, 1536],
    names: 'a04ea97c6f7f5b48',
  },
  mobilenet: {
    top: { total: 4_253_864, trainable: 4_231_976, layers: 91 },
    noTop: { total: 3_228_864, trainable: 3_206_976, layers: 86 },
    features: [3, 3, 1024],
    names: '61f7fc097048de32',
  },
  efficientnetb0: {
    top: { total: 5_330_571, trainable: 5_288_548, layers: 240 },
    noTop: { total: 4_049_571, trainable: 4_007_548, layers: 237 },
    features: [4, 4, 1280],
    names: '1b9e87211ce03ee2',
  },
  densenet201: {
    top: { total: 20_242_984, trainable: 20_013_928, layers: 709 },
    noTop: { total: 18_321_984, trainable: 18_092_928, layers: 707 },
    features: [3, 3, 1920],
    names: '62e54aea21449bf8',
  },
  inceptionv3: {
    top: { total: 23_851_784, trainable: 23_817_352, layers: 313 },
    noTop: { total: 21_802_784, trainable: 21_768_352, layers: 311 },
    features: [1, 1, 2048],
    names: '01dd0c3f9ae095c1',
  },
  vgg19: {
    top: { total: 143_667_240, trainable: 143_667_240, layers: 26 },
    noTop: { total: 20_024_384, trainable: 20_024_384, layers: 22 },
    features: [3, 3, 512],
    names: 'cd40547b9db1a1a4',
  },
};

const facts = (model: Model) => {
  const { total, trainable, nonTrainable } = countParameters(model.weightSpecs);
  expect(nonTrainable).toBe(total - trainable);
  return { total, trainable, layers: model.layers.length };
};

const namesOf = (model: Model) => model.summaryRows().map(({ name }) => name);

describe.each(Object.entries(rows) as [ApplicationName, Row][])('%s', (name, { top, noTop, features, names }) => {
  const { build, size, minSize } = applications[name];
  const withoutTop = build({ includeTop: false });

  it('has the layers and weights of Keras, with its classifier and without', () => {
    const model = build();
    expect(facts(model)).toEqual(top);
    expect(model.inputShape).toEqual([size, size, 3]);
    expect(model.outputShape).toEqual([1000]);
    expect(facts(withoutTop)).toEqual(noTop);
  });

  it('has the layer names of Keras, in its order, by which weight files are read', () => {
    const digest = createHash('sha256').update(namesOf(withoutTop).slice(1).join('\n')).digest('hex');
    expect(digest.slice(0, 16)).toBe(names);
  });

  it('takes images of other sizes without its classifier', () => {
    expect(build({ includeTop: false, inputShape: [100, 100, 3] }).outputShape).toEqual(features);
    // EfficientNet's padding is that of the size it was made for: at 224 all sizes that it halves are even.
    const applied = name === 'efficientnetb0' ? [3, 3, 1280] : features;
    expect(withoutTop.apply(input({ shape: [100, 100, 3] })).shape).toEqual(applied);
    const pooled = build({ includeTop: false, pooling: 'max', inputShape: [minSize, minSize, 3] });
    expect(pooled.outputShape).toEqual([features[2]]);
    expect(() => build({ includeTop: false, inputShape: [minSize - 1, minSize, 3] })).toThrow(ShapeError);
  });

  it('is the same after its config went through JSON', () => {
    const again = modelFromConfig(JSON.parse(JSON.stringify(withoutTop.config())));
    expect(namesOf(again)).toEqual(namesOf(withoutTop));
    expect(facts(again)).toEqual(noTop);
  });
});

describe('options', () => {
  it('change the classifier, and the names', () => {
    const model = ResNet50({ classes: 10, classifierActivation: null, name: 'mine', inputShape: [64, 48, 1] });
    expect(model.name).toBe('mine');
    expect(model.inputShape).toEqual([64, 48, 1]);
    expect(model.outputShape).toEqual([10]);
    expect(model.getLayer('predictions').settings).toMatchObject({ units: 10, activation: 'linear' });
    expect(ResNet50({ includeTop: false, pooling: 'avg' }).summaryRows().at(-1)?.name).toBe('avg_pool');
  });

  it('make MobileNet narrower, or deepen its channels', () => {
    // Keras 3.15: MobileNet(alpha=0.25, weights=None).count_params(), and so on.
    expect(countParameters(MobileNet({ alpha: 0.25 }).weightSpecs).total).toBe(475_544);
    expect(countParameters(MobileNet({ alpha: 0.5 }).weightSpecs).total).toBe(1_342_536);
    expect(countParameters(MobileNet({ depthMultiplier: 2, includeTop: false }).weightSpecs).total).toBe(6_432_928);
    expect(MobileNet({ alpha: 0.25 }).name).toBe('mobilenet_0.25_224');
    expect(() => MobileNet({ alpha: 0 })).toThrow('MobileNet: alpha is 0; a number from 1/32 on is expected.');
  });

  it('add the second scaling that published weights of EfficientNetB0 need', () => {
    const model = EfficientNetB0({ includeTop: false, imagenetRescaling: true });
    expect(model.layers).toHaveLength(238);
    expect(countParameters(model.weightSpecs).total).toBe(4_049_571);
    expect(model.summaryRows()[3]?.name).toBe('rescaling_1');
  });

  it('that are none are refused', () => {
    expect(() => VGG19({ weights: 'imagenet' } as never)).toThrow("await loadApplicationWeights(model, 'imagenet')");
    expect(() => VGG19({ top: false } as never)).toThrow('VGG19 has no option "top".');
    expect(() => VGG19({ pooling: 'mean' as never })).toThrow(ValueError);
    expect(() => VGG19({ includeTop: false, classes: 3 })).toThrow('VGG19: classes is for the classifier');
    expect(() => VGG19({ classifierActivation: 'sofmax' as never })).toThrow('There is no activation "sofmax".');
    expect(() => VGG19({ inputShape: [224, 224] })).toThrow('VGG19: takes images [height, width, channels]');
  });
});

it('as a frozen base leaves the head to be trained', () => {
  const base = ResNet50({ includeTop: false });
  base.trainable = false;
  const x = input({ shape: [100, 100, 3] });
  const features = new GlobalAveragePooling2D().apply(base.apply(x, { training: false }));
  const model = new Model({ inputs: x, outputs: new Dense({ units: 2 }).apply(features) });
  expect(countParameters(model.weightSpecs)).toEqual({
    total: 23_587_712 + 2 * 2048 + 2,
    trainable: 2 * 2048 + 2,
    nonTrainable: 23_587_712,
  });
  expect(applicationOf(base)).toMatchObject({ kind: 'resnet50', includeTop: false, preprocessing: 'caffe' });
});
