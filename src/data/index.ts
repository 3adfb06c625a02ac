export { type ArrayData, arrayData, pickImages } from './array-data.ts';
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
export type { Pixels } from './bilinear.ts';
export { cifar10ClassNames, decodeCifar10 } from './cifar10.ts';
export { Dataset, type DatasetSource } from './dataset.ts';
export { parseDigits } from './digits.ts';
export type { ArraySpec, ElementSpec } from './element-spec.ts';
export type { EndlessBatches } from './endless-batches.ts';
export { groupedSplit, type SplitItems, stratifiedSplit } from './fair-split.ts';
export type { FillMode } from './fill-mode.ts';
export { decodeIdx, type IdxArray, idxImages } from './idx.ts';
export type { ImageGeneratorOptions, ShiftRange } from './image-generator-options.ts';
export { kerasShuffle, kerasSplit } from './keras-split.ts';
export { MersenneTwister } from './mersenne-twister.ts';
export { type NamedDataset, namedDataset } from './named-dataset.ts';
export type { ImageTransform } from './random-transform.ts';
export type { ColorMode, RawImage } from './raw-image.ts';
export {
  type ImageSize,
  type Interpolation,
  type ResizeOptions,
  resizeBilinear,
  resizeImage,
  resizeNearest,
} from './resize.ts';
export { resizeNearestPillow } from './resize-nearest-pillow.ts';
