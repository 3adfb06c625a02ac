// The mean of (output − target)² over each row, and its gradient. A task does `perTask` rows.
import { endOfTask } from './lib/pointwise';

@unmanaged
class MeanSquaredErrorParams {
  targets: usize;
  output: usize;
  y: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
}

export function meanSquaredError(params: MeanSquaredErrorParams, task: u32): void {
  const columns = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    let sum: f32 = 0;
    for (let k: u32 = 0; k < columns; k++) {
      const at = (row * columns + k) << 2;
      const d = load<f32>(params.output + at) - load<f32>(params.targets + at);
      sum += d * d;
    }
    store<f32>(params.y + (row << 2), sum / <f32>columns);
  }
}

@unmanaged
class MeanSquaredErrorGradParams {
  dy: usize;
  targets: usize;
  output: usize;
  doutput: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
}

/** doutput = dy · 2 · (output − target) / columns */
export function meanSquaredErrorGrad(params: MeanSquaredErrorGradParams, task: u32): void {
  const columns = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const factor = (load<f32>(params.dy + (row << 2)) * 2) / <f32>columns;
    for (let k: u32 = 0; k < columns; k++) {
      const at = (row * columns + k) << 2;
      store<f32>(params.doutput + at, factor * (load<f32>(params.output + at) - load<f32>(params.targets + at)));
    }
  }
}
