import { counted, listed } from '../counted.ts';
import type { RunProgress } from '../run-progress.ts';
import { percent } from './figures-table.ts';

/** What a run is doing, in one line. */
export function statusText(progress: RunProgress): string {
  const { state, read, total, epoch, epochs, batch, batches, logs, secondsLeft } = progress;
  if (state === 'reading') return total === 0 ? 'Looking at the images …' : `Reading the images: ${read} of ${total}`;
  if (state === 'starting') return 'Starting the worker and its device …';
  const done = progress.history['loss']?.length ?? 0;
  if (state === 'finished') return `Finished after ${counted(done, 'epoch')}. ${bestText(progress)}`;
  if (state === 'stopped')
    return done === 0
      ? 'Stopped before the first epoch was done.'
      : `Stopped after ${counted(done, 'epoch')}. ${bestText(progress)}`;
  if (state === 'failed')
    return done === 0 ? 'Failed.' : `Failed after ${counted(done, 'epoch')}; the model of the last one remains.`;
  const parts = [`Epoch ${Math.max(epoch, 1)} of ${epochs}`, `batch ${batch} of ${batches}`];
  if (logs['loss'] !== undefined) parts.push(`loss ${logs['loss'].toFixed(3)}`);
  if (logs['accuracy'] !== undefined) parts.push(`accuracy ${percent(logs['accuracy'])}`);
  if (state === 'paused') parts.push('paused');
  else if (secondsLeft !== null) parts.push(`${durationText(secondsLeft)} left`);
  return parts.join(' · ');
}

/** What a screen reader says after an epoch. */
export function epochText({ history, epochs }: RunProgress): string {
  const done = history['loss']?.length ?? 0;
  const accuracy = (history['val_accuracy'] ?? history['accuracy'])?.at(-1);
  return `Epoch ${done} of ${epochs} done${accuracy === undefined ? '' : `, ${percent(accuracy)} right`}`;
}

/** What computes; and why it is not the GPU, where one could have been had. */
export function deviceText({ device }: RunProgress): string {
  if (device === null) return '';
  const { kind, adapter, software, fallback } = device;
  if (kind === 'webgpu' && software) return `On WebGPU without a GPU: ${adapter} is software. The processor is faster.`;
  if (kind === 'webgpu') return `On the GPU: ${adapter}`;
  // The reason comes first; what to do about it is for who writes the page.
  const [reason] = fallback?.split(/(?<=\.) (?=[A-Z])/) ?? [];
  return reason === undefined ? `On the ${adapter}.` : `On the ${adapter}. ${reason}`;
}

/** The figures of the epoch whose weights the model has. */
function bestText({ history }: RunProgress): string {
  const losses = history['val_loss'] ?? history['loss'] ?? [];
  const best = losses.indexOf(Math.min(...losses));
  const accuracy = (history['val_accuracy'] ?? history['accuracy'])?.[best];
  if (accuracy === undefined) return '';
  const of = history['val_accuracy'] === undefined ? 'training' : 'validation';
  return `Best was epoch ${best + 1}: ${percent(accuracy)} of the ${of} images are right.`;
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Names of images that were left out; of many the first. */
export function skippedText({ skipped }: RunProgress): string {
  if (skipped.length === 0) return '';
  return `${counted(skipped.length, 'image')} cannot be read and ${skipped.length === 1 ? 'is' : 'are'} left out: ${listed(skipped)}.`;
}
