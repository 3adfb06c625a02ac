import type { Batch } from '../../data/batch.ts';
import type { CpuModule } from '../../engine/cpu/open-cpu-device.ts';
import type { StoredProgress } from '../../nn/models/stored-model.ts';
import type { Logs } from '../../nn/training/logs.ts';
import type { PortableError } from './portable-error.ts';
import type { TrainingJob, TrainingRecord, WorkerDevice } from './training-job.ts';

/** What the page tells the worker. */
export type PageMessage =
  /** Asks for `loaded`: a worker that was started earlier has said so when nobody listened. */
  | { readonly type: 'hello' }
  | { readonly type: 'start'; readonly job: TrainingJob }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop'; readonly immediately: boolean }
  | { readonly type: 'snapshot'; readonly id: number }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

/** What the worker asked the page for, or why it cannot be had. */
export type Answer =
  | { readonly batch: Batch | null }
  | { readonly module: CpuModule }
  | { readonly error: PortableError };

/** What the worker asks the page for: the next batch of a pass over data that lies there, or the CPU device's code. */
export type Question =
  | { readonly want: 'batch'; readonly source: number; readonly pass: number }
  | { readonly want: 'module'; readonly shared: boolean };

/** What the worker tells the page. */
export type WorkerMessage =
  | { readonly type: 'loaded' }
  | { readonly type: 'question'; readonly id: number; readonly question: Question }
  /** The worker takes no more batches of a pass. */
  | { readonly type: 'passEnd'; readonly pass: number }
  | { readonly type: 'ready'; readonly device: WorkerDevice }
  | { readonly type: 'trainBegin' }
  | { readonly type: 'epochBegin'; readonly epoch: number; readonly steps: number | undefined }
  | { readonly type: 'batchEnd'; readonly epoch: number; readonly batch: number; readonly logs: Logs }
  | { readonly type: 'epochEnd'; readonly epoch: number; readonly logs: Logs; readonly progress: StoredProgress }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'snapshot'; readonly id: number; readonly progress: StoredProgress }
  | { readonly type: 'snapshotFailed'; readonly id: number; readonly error: PortableError }
  | { readonly type: 'finished'; readonly record: TrainingRecord; readonly progress: StoredProgress }
  | { readonly type: 'failed'; readonly error: PortableError };

/** One side's way to the other. */
export interface Port<M> {
  postMessage(message: M, transfer?: Transferable[]): void;
}
