// How often outputs are right, one number for each row of them. A task does `perTask` rows.
import { indexOfLargest } from './lib/class-rows';
import { endOfTask } from './lib/pointwise';

@unmanaged
class SparseAccuracyParams {
  labels: usize;
  output: usize;
  y: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
}

/** 1 where the greatest output is at the label. */
export function sparseCategoricalAccuracy(params: SparseAccuracyParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const best = indexOfLargest(params.output + ((row * classes) << 2), classes);
    store<f32>(params.y + (row << 2), best == load<u32>(params.labels + (row << 2)) ? 1 : 0);
  }
}

@unmanaged
class CategoricalAccuracyParams {
  targets: usize;
  output: usize;
  y: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
}

/** 1 where target and output are greatest at the same class. */
export function categoricalAccuracy(params: CategoricalAccuracyParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const offset = (row * classes) << 2;
    const best = indexOfLargest(params.output + offset, classes);
    store<f32>(params.y + (row << 2), best == indexOfLargest(params.targets + offset, classes) ? 1 : 0);
  }
}

@unmanaged
class BinaryAccuracyParams {
  targets: usize;
  output: usize;
  y: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
  threshold: f32;
}

/** The share of a row's outputs where [output > threshold] is the target. */
export function binaryAccuracy(params: BinaryAccuracyParams, task: u32): void {
  const columns = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    let hits: u32 = 0;
    for (let k: u32 = 0; k < columns; k++) {
      const at = (row * columns + k) << 2;
      const predicted: f32 = load<f32>(params.output + at) > params.threshold ? 1 : 0;
      if (predicted == load<f32>(params.targets + at)) hits++;
    }
    store<f32>(params.y + (row << 2), <f32>hits / <f32>columns);
  }
}

@unmanaged
class SparseTopKParams {
  labels: usize;
  output: usize;
  y: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
  k: u32;
}

/** 1 where fewer than k outputs are greater than the label's. */
export function sparseTopKCategoricalAccuracy(params: SparseTopKParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const label = load<u32>(params.labels + (row << 2));
    const isHit = isAmongTop(params.k, params.output + ((row * classes) << 2), classes, label);
    store<f32>(params.y + (row << 2), isHit ? 1 : 0);
  }
}

@unmanaged
class TopKParams {
  targets: usize;
  output: usize;
  y: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
  k: u32;
}

/** 1 where fewer than k outputs are greater than the one at the greatest target. */
export function topKCategoricalAccuracy(params: TopKParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const offset = (row * classes) << 2;
    const label = indexOfLargest(params.targets + offset, classes);
    const isHit = isAmongTop(params.k, params.output + offset, classes, label);
    store<f32>(params.y + (row << 2), isHit ? 1 : 0);
  }
}

/** False too for a row with a number that is not finite, or a label that is no class. */
function isAmongTop(k: u32, output: usize, classes: u32, label: u32): bool {
  if (label >= classes) return false;
  const chosen = load<f32>(output + (label << 2));
  let greater: u32 = 0;
  for (let c: u32 = 0; c < classes; c++) {
    const x = load<f32>(output + (c << 2));
    if (!(abs(x) <= f32.MAX_VALUE)) return false;
    if (x > chosen) greater++;
  }
  return greater < k;
}
