/**
 * cnn-gpu in Node: devices, images and data sets from files, saved models.
 *
 * @packageDocumentation
 */

export type { Chart, ChartColors } from '../charts/chart.ts';
export { type ComparisonChartOptions, type ComparisonSeries, comparisonChart } from '../charts/comparison-chart.ts';
export { type ConfusionMatrixChartOptions, confusionMatrixChart } from '../charts/confusion-matrix-chart.ts';
export { type RocChartCurve, type RocChartOptions, rocChart } from '../charts/roc-chart.ts';
export {
  type CurvePanel,
  type Measured,
  type TrainingCurvesOptions,
  trainingCurves,
} from '../charts/training-curves.ts';
export type { FolderLayout } from '../data/image-dataset/folder-layout.ts';
export type { ImageDataset, ImageDatasetFacts, ImageDatasetResult } from '../data/image-dataset/image-dataset.ts';
export type { ImageDatasetOptions, LabelMode } from '../data/image-dataset/image-dataset-options.ts';
export type { UnreadableImage } from '../data/image-dataset/unreadable-images.ts';
export type { ExifMode } from '../data/image-decoding.ts';
export { IMAGE_EXTENSIONS } from '../data/image-names.ts';
export { DEVICE_CHOICES, type DeviceChoice, type ListedDevice } from '../engine/device-choice.ts';
export { TUNE_MODES, type TuneMode } from '../engine/webgpu/tune-mode.ts';
export { type ApplicationWeightsOptions, loadApplicationWeights } from './application-weights.ts';
export type { ImageArrays } from './array-flow.ts';
export { cacheFolder } from './cache-folder.ts';
export { type PlotHistoryOptions, plotHistory } from './charts/plot-history.ts';
export { type SaveChartOptions, saveChart } from './charts/save-chart.ts';
export { type ConvertedModel, type ConvertModelOptions, convertModel } from './convert-model.ts';
export { processorName } from './cpu.ts';
export { createDevice, type DeviceSettings, devices } from './create-device.ts';
export { CSVLogger } from './csv-logger.ts';
export { releaseDawn } from './dawn.ts';
export { decodeImage } from './decode-image.ts';
export { digits } from './digits.ts';
export type { ClassMode, FlowFromDirectoryOptions } from './directory-flow.ts';
export type { DownloadProgress } from './download-file.ts';
export { errorReason } from './error-reason.ts';
export { type ClassPattern, findClassesByFolder, findClassesByName, parseClassPattern } from './find-split-classes.ts';
export { findFolderLayout } from './folder-layout.ts';
export {
  type DirectoryBatches,
  type FlowOptions,
  ImageDataGenerator,
} from './image-data-generator.ts';
export { imageDatasetFromDirectory } from './image-dataset.ts';
export { listImages } from './index-directory.ts';
export {
  type DuplicateImages,
  type FolderInspection,
  inspectFolder,
  type Spread,
  TINY_SIDE,
} from './inspect-folder.ts';
export { type ImageInspection, inspectImages } from './inspect-images.ts';
export { type FileCheckpointOptions, ModelCheckpoint } from './model-checkpoint.ts';
export {
  type LoadModelOptions,
  type LoadWeightsOptions,
  loadModel,
  loadWeights,
  type SaveModelOptions,
  type SaveWeightsOptions,
  saveModel,
  saveWeights,
} from './model-file.ts';
export { datasetNames, type LoadNamedDatasetOptions, loadNamedDataset } from './named-datasets.ts';
export { packageFolder } from './package-folder.ts';
export { type PreviewGridOptions, previewGrid } from './preview-grid.ts';
export { MistakePictures } from './report/mistake-pictures.ts';
export type { PicturedMistake, ReportContent, ReportFacts, ReportSplit } from './report/report-content.ts';
export { writeFigures } from './report/write-figures.ts';
export { reportPage, writeReport } from './report/write-report.ts';
export { type PreviewSource, type SavePreviewOptions, savePreview } from './save-preview.ts';
export {
  planGroupedSplit,
  planSplit,
  SPLIT_PARTS,
  type SplitAmounts,
  type SplitClass,
  type SplitPart,
  type SplitPlan,
} from './split-plan.ts';
export { TensorBoard, type TensorBoardOptions } from './tensorboard.ts';
export { writeFileAtomic } from './write-file-atomic.ts';
export { SPLIT_MODES, type SplitMode, splitRecord, writeSplit } from './write-split.ts';
