// The three cross-entropies, one loss for each row of outputs, and their gradients. A task does `perTask` rows.
import {
  clipProbability,
  isClipped,
  largestOf,
  sumOf,
  sumOfExponentials,
  surprise,
} from './lib/class-rows';
import { exp1, log1, logistic, logOfOneMore } from './lib/exponential';
import { endOfTask } from './lib/pointwise';

@unmanaged
class SparseParams {
  labels: usize;
  output: usize;
  y: usize;
  normalizer: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
  fromLogits: u32;
}

/** Logits: y = log Σ e^x − x[label]; probabilities: y = −log(x[label] / Σ x). A label that is no class gives NaN. */
export function sparseCategoricalCrossentropy(params: SparseParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const output = params.output + ((row * classes) << 2);
    const label = load<u32>(params.labels + (row << 2));
    const chosen = label < classes ? load<f32>(output + (label << 2)) : f32.NaN;
    let y: f32;
    let normalizer: f32;
    if (params.fromLogits) {
      const largest = largestOf(output, classes);
      const log = log1(sumOfExponentials(output, classes, largest));
      normalizer = largest + log;
      y = log - (chosen - largest);
    } else {
      normalizer = sumOf(output, classes);
      y = surprise(chosen / normalizer);
    }
    store<f32>(params.y + (row << 2), y);
    store<f32>(params.normalizer + (row << 2), normalizer);
  }
}

@unmanaged
class SparseGradParams {
  dy: usize;
  labels: usize;
  output: usize;
  normalizer: usize;
  doutput: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
  fromLogits: u32;
}

/** Logits: dy · (softmax − [label]); probabilities: dy · (1 / Σ x − [label] / x[label]), 0 where clipped. */
export function sparseCategoricalCrossentropyGrad(params: SparseGradParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const offset = (row * classes) << 2;
    const label = load<u32>(params.labels + (row << 2));
    const chosen = label < classes ? load<f32>(params.output + offset + (label << 2)) : f32.NaN;
    const normalizer = load<f32>(params.normalizer + (row << 2));
    const dy = load<f32>(params.dy + (row << 2));
    for (let c: u32 = 0; c < classes; c++) {
      const at = offset + (c << 2);
      const isLabel: f32 = c == label ? 1 : 0;
      let slope: f32;
      if (label >= classes) slope = f32.NaN;
      else if (params.fromLogits) slope = exp1(load<f32>(params.output + at) - normalizer) - isLabel;
      else if (isClipped(chosen / normalizer)) slope = 0;
      else slope = <f32>1 / normalizer - isLabel / chosen;
      store<f32>(params.doutput + at, dy * slope);
    }
  }
}

@unmanaged
class CategoricalParams {
  targets: usize;
  output: usize;
  y: usize;
  normalizer: usize;
  weight: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
  fromLogits: u32;
}

/** y = Σ target · (−log of the probability); `weight` is the sum of the targets whose term was not clipped. */
export function categoricalCrossentropy(params: CategoricalParams, task: u32): void {
  const classes = params.classes;
  const fromLogits = params.fromLogits;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const offset = (row * classes) << 2;
    const output = params.output + offset;
    const largest = fromLogits ? largestOf(output, classes) : 0;
    const log = fromLogits ? log1(sumOfExponentials(output, classes, largest)) : 0;
    const normalizer = fromLogits ? largest + log : sumOf(output, classes);
    let loss: f32 = 0;
    let weight: f32 = 0;
    for (let c: u32 = 0; c < classes; c++) {
      const target = load<f32>(params.targets + offset + (c << 2));
      const x = load<f32>(output + (c << 2));
      loss += target * (fromLogits ? log - (x - largest) : surprise(x / normalizer));
      if (fromLogits || !isClipped(x / normalizer)) weight += target;
    }
    store<f32>(params.y + (row << 2), loss);
    store<f32>(params.normalizer + (row << 2), normalizer);
    store<f32>(params.weight + (row << 2), weight);
  }
}

@unmanaged
class CategoricalGradParams {
  dy: usize;
  targets: usize;
  output: usize;
  normalizer: usize;
  weight: usize;
  doutput: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
  fromLogits: u32;
}

/** Logits: dy · (weight · softmax − target); probabilities: dy · (weight / Σ x − target / x), the last where not clipped. */
export function categoricalCrossentropyGrad(params: CategoricalGradParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const normalizer = load<f32>(params.normalizer + (row << 2));
    const weight = load<f32>(params.weight + (row << 2));
    const dy = load<f32>(params.dy + (row << 2));
    for (let c: u32 = 0; c < classes; c++) {
      const at = (row * classes + c) << 2;
      const target = load<f32>(params.targets + at);
      const x = load<f32>(params.output + at);
      let slope: f32;
      if (params.fromLogits) slope = weight * exp1(x - normalizer) - target;
      else slope = weight / normalizer - (isClipped(x / normalizer) ? 0 : target / x);
      store<f32>(params.doutput + at, dy * slope);
    }
  }
}

@unmanaged
class BinaryParams {
  targets: usize;
  output: usize;
  y: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
  fromLogits: u32;
}

/** Mean over the row: logits: max(x, 0) − x·z + log(1 + e^−|x|); probabilities: −z·log(x) − (1 − z)·log(1 − x). */
export function binaryCrossentropy(params: BinaryParams, task: u32): void {
  const columns = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    let sum: f32 = 0;
    for (let k: u32 = 0; k < columns; k++) {
      const at = (row * columns + k) << 2;
      const z = load<f32>(params.targets + at);
      const x = load<f32>(params.output + at);
      if (params.fromLogits) {
        const tail = logOfOneMore(f32x4.splat(exp1(-abs(x))));
        sum += max(x, 0) - x * z + f32x4.extract_lane(tail, 0);
      } else {
        const p = clipProbability(x);
        sum -= z * log1(p) + (1 - z) * log1(1 - p);
      }
    }
    store<f32>(params.y + (row << 2), sum / <f32>columns);
  }
}

@unmanaged
class BinaryGradParams {
  dy: usize;
  targets: usize;
  output: usize;
  doutput: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
  fromLogits: u32;
}

/** dy / columns times, for logits: logistic(x) − z; for probabilities: (x − z) / (x · (1 − x)), 0 where clipped. */
export function binaryCrossentropyGrad(params: BinaryGradParams, task: u32): void {
  const columns = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const share = load<f32>(params.dy + (row << 2)) / <f32>columns;
    for (let k: u32 = 0; k < columns; k++) {
      const at = (row * columns + k) << 2;
      const z = load<f32>(params.targets + at);
      const x = load<f32>(params.output + at);
      let slope: f32;
      if (params.fromLogits) slope = f32x4.extract_lane(logistic(f32x4.splat(x)), 0) - z;
      else slope = isClipped(x) ? 0 : (x - z) / (x * (1 - x));
      store<f32>(params.doutput + at, share * slope);
    }
  }
}
