import type { DeviceInfo, DeviceKind } from '../../engine/device.ts';
import type { EarlyStoppingOptions } from '../../nn/callbacks/early-stopping.ts';
import type { ModelCheckpointOptions } from '../../nn/callbacks/model-checkpoint-base.ts';
import type { ReduceLROnPlateauOptions } from '../../nn/callbacks/reduce-lr-on-plateau.ts';
import type { PortableModel } from '../../nn/models/portable-model.ts';
import type { Preprocessing } from '../../nn/models/preprocessing.ts';
import type { FitOptions } from '../../nn/training/fit-options.ts';
import type { PortableCompile } from '../../nn/training/portable-compile.ts';
import type { DeviceSettings } from '../open-device.ts';
import type { PortableData } from './portable-data.ts';

/** Functions that options of callbacks may have on the same thread. */
type Functions = 'print' | 'warn';

/** Options of `EarlyStopping` that are data. Its messages go to the worker's console. */
export type WorkerEarlyStopping = Omit<EarlyStoppingOptions, Functions>;

/** Options of `ReduceLROnPlateau` that are data. Its messages go to the worker's console. */
export type WorkerReduceLROnPlateau = Omit<ReduceLROnPlateauOptions, Functions>;

/** Where and when the worker saves the model while it trains. */
export interface WorkerCheckpoint extends Omit<ModelCheckpointOptions, Functions> {
  /**
   * `opfs://name.safetensors` or `indexeddb://name.safetensors`; may hold `{epoch:02d}` (counted from 1) and values of
   * the logs, as in `{val_loss:.2f}`.
   */
  readonly to: string;
  /** Kept with each saved model. */
  readonly preprocessing?: Preprocessing;
}

/** Options of `fit` that are data. */
export type WorkerFitOptions = Omit<FitOptions, 'callbacks' | 'validationData'>;

/** All that a worker needs to train a model. */
export interface TrainingJob {
  readonly device: DeviceSettings;
  readonly model: PortableModel;
  readonly compile: PortableCompile;
  readonly data: PortableData;
  readonly validationData: PortableData | null;
  readonly fit: WorkerFitOptions;
  readonly earlyStopping: WorkerEarlyStopping | null;
  readonly reduceLROnPlateau: WorkerReduceLROnPlateau | null;
  readonly checkpoint: WorkerCheckpoint | null;
}

/** What a worker trains on. */
export interface WorkerDevice extends DeviceInfo {
  readonly kind: DeviceKind;
  /** Why it is not WebGPU, where that was looked for (`device: 'auto'`) and not taken; else null. */
  readonly fallback: string | null;
}

/** What was measured in a training, and how it ended. */
export interface TrainingRecord {
  readonly epoch: readonly number[];
  readonly history: Readonly<Record<string, number[]>>;
  /** Whether `stop()` ended it. */
  readonly stopped: boolean;
}
