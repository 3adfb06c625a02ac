export { datasetFromArrays, type SampleArrays, splitArrays } from './arrays.ts';
export {
  type Batch,
  batchSamples,
  type Input,
  type InputBatch,
  type Sample,
  stackInputs,
  stackSamples,
} from './batch.ts';
export { Dataset, type DatasetSource } from './dataset.ts';
export { kerasShuffle, kerasSplit } from './keras-split.ts';
export { MersenneTwister } from './mersenne-twister.ts';
export type { ColorMode, RawImage } from './raw-image.ts';
export {
  type ImageSize,
  type Interpolation,
  type Pixels,
  type ResizeOptions,
  resizeBilinear,
  resizeImage,
  resizeNearest,
} from './resize.ts';
