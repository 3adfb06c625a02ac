/**
 * cnn-gpu: tensors, gradients, layers, training and data, for any runtime. Devices that run on a GPU and all that
 * touches files come from `cnn-gpu/node`, and for web pages from `cnn-gpu/browser`.
 *
 * @packageDocumentation
 */
export {
  type ArrayData,
  type Batch,
  batchSamples,
  type ColorMode,
  cifar10ClassNames,
  Dataset,
  type DatasetSource,
  datasetFromArrays,
  decodeCifar10,
  decodeIdx,
  type EndlessBatches,
  type FillMode,
  groupedSplit,
  type IdxArray,
  type ImageGeneratorOptions,
  type ImageSize,
  type ImageTransform,
  type Input as SampleInput,
  type InputBatch,
  type Interpolation,
  idxImages,
  kerasShuffle,
  kerasSplit,
  type NamedDataset,
  namedDataset,
  type Pixels,
  pickImages,
  type RawImage,
  type ResizeOptions,
  resizeBilinear,
  resizeImage,
  resizeNearest,
  resizeNearestPillow,
  type Sample,
  type SampleArrays,
  type ShiftRange,
  type SplitItems,
  splitArrays,
  stackInputs,
  stackSamples,
  stratifiedSplit,
} from './data/index.ts';
export type { CommandTime, Device, DeviceInfo, DeviceKind, DeviceMemory, Plan, PlanStats } from './engine/device.ts';
export { type Program, trace } from './engine/program.ts';
export { ReferenceDevice } from './engine/reference/reference-device.ts';
export { scope } from './engine/scope.ts';
export type { DType, HostArray, Shape, TensorSpec } from './engine/shape.ts';
export { empty, Tensor, tensor, Variable } from './engine/tensor.ts';
export {
  CnnGpuError,
  ConfigError,
  DataError,
  DeviceLostError,
  DeviceUnavailableError,
  DisposedError,
  DTypeError,
  FormatError,
  GpuOutOfMemoryError,
  GpuValidationError,
  KernelCompileError,
  MissingPackageError,
  NoGradientError,
  NotBuiltError,
  NotCompiledError,
  ShapeError,
  TraceError,
  ValueError,
  WorkerError,
  WriteError,
} from './errors.ts';
export * from './evaluation/index.ts';
export * from './nn/index.ts';
export * as ops from './ops/index.ts';
export { valueAndGrad } from './ops/index.ts';
export type { Deviation } from './verification/deviation.ts';
export type { Verdict, VerifyOptions } from './verification/run-op-table.ts';
export { verifiedOps, verify } from './verification/verify.ts';
