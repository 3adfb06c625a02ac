import type { JsonObject } from './json-value.ts';

/** How a layer of ours is written by Keras. Names are ours where no other is given. */
export interface LayerEntry {
  /** Options of our layer that Keras has, too. */
  readonly options: readonly string[];
  /** Options that Keras (in camelCase) and we call differently; the first of several is written. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Options of Keras's that we lack, and the values that are what our layer does. */
  readonly fixed?: Readonly<Record<string, readonly unknown[]>>;
  /** Options that Keras needs besides. */
  readonly written?: JsonObject;
  /** Where Keras has the class; default `keras.layers`. */
  readonly module?: string;
  /** The weights of a layer with these options of ours, in its own order. */
  readonly weights?: (config: JsonObject) => LayerWeightNames;
}

export interface LayerWeightNames {
  readonly trainable: readonly string[];
  readonly fixed: readonly string[];
}

const CHANNELS_LAST = { data_format: 'channels_last' };
const limits = (name: string): string[] => [`${name}Initializer`, `${name}Regularizer`, `${name}Constraint`];
const convolution = ['kernelSize', 'strides', 'padding', 'dilationRate', 'activation', 'useBias', ...limits('bias')];
const resampling = ['fillMode', 'fillValue', 'interpolation', 'seed'];
const pooling: LayerEntry = { options: ['poolSize', 'strides', 'padding'], written: CHANNELS_LAST };
const globalPooling: LayerEntry = { options: ['keepdims'], written: CHANNELS_LAST };
const plain: LayerEntry = { options: [] };

const kernels =
  (...names: string[]) =>
  ({ useBias }: JsonObject): LayerWeightNames => ({
    trainable: [...names, ...(useBias === false ? [] : ['bias'])],
    fixed: [],
  });

const scaleAndOffset = ({ scale, center }: JsonObject): string[] => [
  ...(scale === false ? [] : ['gamma']),
  ...(center === false ? [] : ['beta']),
];

/** Every layer that both have, by class name. https://keras.io/api/layers/ */
export const layerTable: Readonly<Record<string, LayerEntry>> = {
  Activation: { options: ['activation'] },
  Add: plain,
  Average: plain,
  AveragePooling2D: pooling,
  BatchNormalization: {
    options: ['momentum', 'epsilon', 'center', 'scale'],
    // The last axis is 3 in images and 1 in rows of features.
    fixed: {
      axis: [-1, 3, 1, [-1], [3], [1]],
      mode: [0, 2],
      renormMomentum: [0.99],
      fused: [true],
      virtualBatchSize: [],
    },
    written: { axis: -1 },
    weights: (config) => ({ trainable: scaleAndOffset(config), fixed: ['movingMean', 'movingVariance'] }),
  },
  CenterCrop: { options: ['height', 'width'], written: CHANNELS_LAST },
  Concatenate: { options: ['axis'] },
  Conv2D: {
    options: ['filters', ...convolution, ...limits('kernel')],
    fixed: { groups: [1] },
    written: { ...CHANNELS_LAST, groups: 1 },
    weights: kernels('kernel'),
  },
  Conv2DTranspose: {
    options: ['filters', ...convolution, ...limits('kernel'), 'outputPadding'],
    fixed: { groups: [1] },
    written: CHANNELS_LAST,
    weights: kernels('kernel'),
  },
  Cropping2D: { options: ['cropping'], written: CHANNELS_LAST },
  CustomScaleLayer: { options: ['scale'], module: 'keras.src.applications.inception_resnet_v2' },
  Dense: {
    options: ['units', 'activation', 'useBias', ...limits('kernel'), ...limits('bias')],
    weights: kernels('kernel'),
  },
  DepthwiseConv2D: {
    options: ['depthMultiplier', ...convolution, ...limits('depthwise')],
    fixed: { groups: [1] },
    written: CHANNELS_LAST,
    weights: kernels('kernel'),
  },
  Dropout: { options: ['rate', 'noiseShape', 'seed'] },
  ELU: { options: ['alpha'] },
  Flatten: { options: [], written: CHANNELS_LAST },
  GlobalAveragePooling2D: globalPooling,
  GlobalMaxPooling2D: globalPooling,
  LayerNormalization: {
    options: ['epsilon', 'center', 'scale', 'betaInitializer', 'gammaInitializer'],
    // The last axis is 3 in images and 1 in rows of features.
    fixed: { axis: [-1, 3, 1, [-1], [3], [1]], rmsScaling: [false] },
    written: { axis: -1 },
    weights: (config) => ({ trainable: scaleAndOffset(config), fixed: [] }),
  },
  LeakyReLU: { options: ['negativeSlope'], renamed: { alpha: 'negativeSlope' } },
  MaxPooling2D: pooling,
  Maximum: plain,
  Minimum: plain,
  Multiply: plain,
  Normalization: {
    options: ['mean', 'variance'],
    fixed: { axis: [-1, 3, 1, [-1], [3], [1]], invert: [false] },
    written: { axis: -1 },
    weights: ({ mean }) => ({
      trainable: [],
      fixed: mean === null || mean === undefined ? ['mean', 'variance', 'count'] : [],
    }),
  },
  RandomBrightness: { options: ['factor', 'valueRange', 'seed'] },
  RandomContrast: { options: ['factor', 'valueRange', 'seed'] },
  RandomFlip: { options: ['mode', 'seed'], written: CHANNELS_LAST },
  RandomRotation: { options: ['factor', ...resampling], written: CHANNELS_LAST },
  RandomTranslation: { options: ['heightFactor', 'widthFactor', ...resampling], written: CHANNELS_LAST },
  RandomZoom: { options: ['heightFactor', 'widthFactor', ...resampling], written: CHANNELS_LAST },
  ReLU: { options: ['maxValue', 'negativeSlope', 'threshold'] },
  Rescaling: { options: ['scale', 'offset'] },
  Reshape: { options: ['targetShape'] },
  Resizing: {
    options: ['height', 'width', 'interpolation', 'cropToAspectRatio'],
    fixed: { padToAspectRatio: [false], fillMode: ['constant'], fillValue: [0], antialias: [false] },
    written: CHANNELS_LAST,
  },
  SeparableConv2D: {
    options: ['filters', 'depthMultiplier', ...convolution, ...limits('depthwise'), ...limits('pointwise')],
    fixed: { groups: [1] },
    written: CHANNELS_LAST,
    weights: kernels('depthwiseKernel', 'pointwiseKernel'),
  },
  Softmax: { options: ['axis'] },
  SpatialDropout2D: { options: ['rate', 'seed'], written: CHANNELS_LAST },
  Subtract: plain,
  UpSampling2D: { options: ['size', 'interpolation'], written: CHANNELS_LAST },
  ZeroPadding2D: { options: ['padding'], written: CHANNELS_LAST },
};

/** Other names of the same classes: what tf.keras and old versions write. */
export const classAliases: Readonly<Record<string, string>> = {
  BatchNormalizationV1: 'BatchNormalization',
  BatchNormalizationV2: 'BatchNormalization',
  Convolution2D: 'Conv2D',
  AtrousConvolution2D: 'Conv2D',
  Convolution2DTranspose: 'Conv2DTranspose',
  Deconvolution2D: 'Conv2DTranspose',
  SeparableConvolution2D: 'SeparableConv2D',
  MaxPool2D: 'MaxPooling2D',
  AvgPool2D: 'AveragePooling2D',
  GlobalAvgPool2D: 'GlobalAveragePooling2D',
  GlobalMaxPool2D: 'GlobalMaxPooling2D',
};
