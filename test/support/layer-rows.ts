import {
  Add,
  Average,
  CenterCrop,
  Concatenate,
  Cropping2D,
  Dense,
  Dropout,
  ELU,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  LayerNormalization,
  LeakyReLU,
  Maximum,
  Minimum,
  Multiply,
  Normalization,
  ReLU,
  Resizing,
  Softmax,
  SpatialDropout2D,
  Subtract,
  UpSampling2D,
} from '../../src/nn/layers/index.ts';
import type { LayerRow } from './check-layer.ts';

const image = [4, 3, 2];
const pair = { input: image, others: [image], output: image };

/** Layers that merge, that are functions, and that work on images as a whole. */
export const layerRows: Readonly<Record<string, LayerRow>> = {
  Add: { layer: new Add(), ...pair },
  'Add, three': { layer: new Add(), input: image, others: [image, image], output: image },
  Average: { layer: new Average(), input: image, others: [image, image], output: image },
  CenterCrop: { layer: new CenterCrop({ height: 2, width: 2 }), input: [4, 3, 2], output: [2, 2, 2] },
  'CenterCrop, of smaller images': {
    layer: new CenterCrop({ height: 6, width: 2 }),
    input: [4, 3, 2],
    output: [6, 2, 2],
  },
  Concatenate: { layer: new Concatenate(), input: [4, 3, 2], others: [[4, 3, 5]], output: [4, 3, 7] },
  'Concatenate, rows': {
    layer: new Concatenate({ axis: 1 }),
    input: [4, 3, 2],
    others: [
      [1, 3, 2],
      [2, 3, 2],
    ],
    output: [7, 3, 2],
  },
  Cropping2D: { layer: new Cropping2D({ cropping: 1 }), input: [4, 3, 2], output: [2, 1, 2] },
  'Cropping2D, each side': {
    layer: new Cropping2D({
      cropping: [
        [0, 1],
        [1, 1],
      ],
    }),
    input: [4, 3, 2],
    output: [3, 1, 2],
  },
  'Dense, row by row': {
    layer: new Dense({ units: 5, activation: 'tanh' }),
    input: [4, 3],
    output: [4, 5],
    trained: { kernel: [3, 5], bias: [5] },
  },
  'Dropout, whole images': {
    layer: new Dropout({ rate: 0.4, noiseShape: [null, 1, 1, 1], seed: 3 }),
    input: image,
    output: image,
    differsInTraining: true,
  },
  ELU: { layer: new ELU({ alpha: 0.5 }), input: image, output: image },
  'GlobalAveragePooling2D, of one pixel': {
    layer: new GlobalAveragePooling2D({ keepdims: true }),
    input: [3, 4, 5],
    output: [1, 1, 5],
  },
  GlobalMaxPooling2D: { layer: new GlobalMaxPooling2D(), input: [3, 4, 5], output: [5] },
  'GlobalMaxPooling2D, of one pixel': {
    layer: new GlobalMaxPooling2D({ keepdims: true }),
    input: [3, 4, 5],
    output: [1, 1, 5],
  },
  LayerNormalization: {
    layer: new LayerNormalization(),
    input: [3, 4],
    output: [3, 4],
    trained: { gamma: [4], beta: [4] },
  },
  'LayerNormalization, without gamma and beta': {
    layer: new LayerNormalization({ center: false, scale: false, epsilon: 1e-6 }),
    input: image,
    output: image,
  },
  LeakyReLU: { layer: new LeakyReLU(), input: image, output: image },
  Maximum: { layer: new Maximum(), ...pair },
  Minimum: { layer: new Minimum(), ...pair },
  Multiply: { layer: new Multiply(), ...pair },
  'Multiply, by a factor per channel': {
    layer: new Multiply(),
    input: image,
    others: [[1, 1, 2]],
    output: image,
  },
  Normalization: {
    layer: new Normalization(),
    input: image,
    output: image,
    constants: { mean: [2], variance: [2], count: [] },
  },
  'Normalization, given': {
    layer: new Normalization({ mean: [0.5, -1], variance: [4, 0.25] }),
    input: image,
    output: image,
  },
  ReLU: { layer: new ReLU(), input: image, output: image },
  'ReLU, bounded': { layer: new ReLU({ maxValue: 0.5, negativeSlope: 0.1 }), input: image, output: image },
  Resizing: { layer: new Resizing({ height: 2, width: 5 }), input: image, output: [2, 5, 2] },
  'Resizing, without distortion': {
    layer: new Resizing({ height: 3, width: 6, interpolation: 'nearest', cropToAspectRatio: true }),
    input: image,
    output: [3, 6, 2],
  },
  Softmax: { layer: new Softmax(), input: [3, 4], output: [3, 4] },
  SpatialDropout2D: {
    layer: new SpatialDropout2D({ rate: 0.5 }),
    input: image,
    output: image,
    differsInTraining: true,
  },
  Subtract: { layer: new Subtract(), ...pair },
  UpSampling2D: { layer: new UpSampling2D(), input: image, output: [8, 6, 2] },
  'UpSampling2D, bilinear': {
    layer: new UpSampling2D({ size: [1, 3], interpolation: 'bilinear' }),
    input: image,
    output: [4, 9, 2],
  },
};
