export type { ActivationName } from './activations.ts';
export * from './applications/index.ts';
export type { Callback, Run, RunParams, StepTimes } from './callbacks/callback.ts';
export { CSVLoggerBase, type CSVLoggerOptions, type CSVSink } from './callbacks/csv-logger-base.ts';
export { EarlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping.ts';
export { History } from './callbacks/history.ts';
export { LambdaCallback } from './callbacks/lambda-callback.ts';
export { LearningRateScheduler, type LearningRateSchedulerOptions } from './callbacks/learning-rate-scheduler.ts';
export { ModelCheckpointBase, type ModelCheckpointOptions, type SaveModel } from './callbacks/model-checkpoint-base.ts';
export type { MonitorMode } from './callbacks/monitor.ts';
export { ProgressBar, type ProgressBarOptions, type TextSink } from './callbacks/progress-bar.ts';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './callbacks/reduce-lr-on-plateau.ts';
export { TerminateOnNaN } from './callbacks/terminate-on-nan.ts';
export { decayingOptimizer, OPTIMIZER_NAMES } from './classification/decaying-optimizer.ts';
export {
  type ImageNetwork,
  type ImageNetworkName,
  imageNetworks,
  type NamedNetwork,
  type TrainingDefaults,
} from './classification/image-networks.ts';
export { type Objective, objectiveOf } from './classification/objective.ts';
export { type ImagePreprocessing, imagePreprocessing, inputShapeOf } from './classification/preprocessing.ts';
export type { InitializerName, InitializerSpec } from './initializers/initializers.ts';
export * from './layers/index.ts';
export type { LayerPadding } from './layers/padding.ts';
export type { Loss } from './losses/loss.ts';
export {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  type CrossentropyOptions,
  type LossName,
  type SmoothedCrossentropyOptions,
  SparseCategoricalCrossentropy,
} from './losses/losses.ts';
export { MeanAbsoluteError, MeanSquaredError } from './losses/regression-losses.ts';
export type { Metric } from './metrics/metric.ts';
export { Accuracy, LossMetric, type MetricName, TopKCategoricalAccuracy } from './metrics/metrics.ts';
export { Precision, type PrecisionAndRecallOptions, Recall } from './metrics/precision-and-recall.ts';
export type { SequentialOptions } from './models/chain.ts';
export { modelFromConfig } from './models/from-config.ts';
export type { LoadedModel } from './models/loaded-model.ts';
export { Model } from './models/model.ts';
export type { ModelConfig, NodeConfig } from './models/model-config.ts';
export type { ModelOptions } from './models/network.ts';
export type { ModelWeight } from './models/network-weights.ts';
export type { Preprocessing } from './models/preprocessing.ts';
export { Sequential } from './models/sequential.ts';
export { countParameters, type SummaryOptions, type SummaryRow } from './models/summary.ts';
export type { WeightArray } from './models/weight-array.ts';
export { Adam, type AdamOptions, AdamW, type AdamWOptions } from './optimizers/adam.ts';
export type { ClippingOptions } from './optimizers/gradient-clipping.ts';
export { Optimizer, type OptimizerOptions } from './optimizers/optimizer.ts';
export { type OptimizerName, optimizerByName } from './optimizers/optimizers.ts';
export { RMSprop, type RMSpropOptions } from './optimizers/rmsprop.ts';
export { SGD, type SGDOptions } from './optimizers/sgd.ts';
export type { Size2d } from './options.ts';
export type { Prediction, PredictOptions } from './prediction/predict-all.ts';
export { Predictor, type PredictorOptions } from './prediction/predictor.ts';
export { type ConstraintSpec, maxNorm } from './regularizers/constraints.ts';
export { l1, l1l2, l2, type Regularizer, type RegularizerSpec } from './regularizers/regularizers.ts';
export { CosineDecay, type CosineDecayOptions } from './schedules/cosine-decay.ts';
export { ExponentialDecay, type ExponentialDecayOptions } from './schedules/exponential-decay.ts';
export { InverseTimeDecay, type InverseTimeDecayOptions } from './schedules/inverse-time-decay.ts';
export { PiecewiseConstantDecay, type PiecewiseConstantDecayOptions } from './schedules/piecewise-constant-decay.ts';
export { PolynomialDecay, type PolynomialDecayOptions } from './schedules/polynomial-decay.ts';
export { type LearningRate, learningRateAt, type Schedule } from './schedules/schedules.ts';
export { type AugmentBatchesOptions, augmentBatches } from './training/augment-batches.ts';
export { balancedClassWeight, type ClassWeight } from './training/class-weights.ts';
export type { CompileOptions } from './training/compiled.ts';
export type { EvaluateOptions } from './training/evaluate.ts';
export type { FitOptions } from './training/fit-options.ts';
export type { Logs } from './training/logs.ts';
export type { OptimizerState } from './training/optimizer-state.ts';
export type { BatchIterable, BatchSource, InputSource, PredictionData, TrainingData } from './training/source.ts';
