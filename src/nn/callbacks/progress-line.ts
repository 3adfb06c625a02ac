import type { Logs } from '../training/logs.ts';
import { fixed, scientific } from './python-numbers.ts';

/** What a line of progress tells. */
export interface Progress {
  /** Batches done. */
  readonly done: number;
  /** Batches in all, where it is known. */
  readonly total: number | undefined;
  /** Seconds since the beginning. */
  readonly seconds: number;
  /** Seconds that a batch takes. */
  readonly secondsPerStep: number;
  readonly logs: Logs;
}

const BAR_WIDTH = 30;

/** Keras's bar with the time left: ` 2/10 [====>.........................] - ETA: 8s - loss: 0.5000`. */
export function runningLine({ done, total, seconds, secondsPerStep, logs }: Progress): string {
  const time =
    total === undefined
      ? ` - ${seconds.toFixed(0)}s ${rate(secondsPerStep, 'step')}`
      : ` - ETA: ${timeLeft(secondsPerStep * (total - done))}`;
  return `${bar(done, total)}${time}${figures(logs)}`;
}

/** Keras's bar with the time taken: `10/10 [==============================] - 1s 100ms/step - loss: 0.5000`. */
export const finishedLine = ({ done, total, seconds, secondsPerStep, logs }: Progress): string =>
  `${bar(done, total ?? done)} - ${seconds.toFixed(0)}s ${rate(secondsPerStep, 'step')}${figures(logs)}`;

/** Keras's line without a bar: `10/10 - 1s - loss: 0.5000 - 1s/epoch - 100ms/step`. */
export function plainLine({ done, total = done, seconds, logs }: Progress): string {
  const rates = ` - ${rate(seconds, 'epoch')} - ${rate(seconds / done, 'step')}`;
  return `${count(done, total)} - ${seconds.toFixed(0)}s${figures(logs)}${rates}`;
}

const count = (done: number, total: number): string => `${String(done).padStart(String(total).length)}/${total}`;

function bar(done: number, total: number | undefined): string {
  if (total === undefined) return `${String(done).padStart(7)}/Unknown`;
  const width = Math.min(BAR_WIDTH, Math.floor((BAR_WIDTH * done) / total));
  const head = done < total ? '>' : '=';
  const filled = width === 0 ? '' : '='.repeat(width - 1) + head;
  return `${count(done, total)} [${filled.padEnd(BAR_WIDTH, '.')}]`;
}

function rate(seconds: number, unit: string): string {
  if (seconds >= 1 || seconds === 0) return `${seconds.toFixed(0)}s/${unit}`;
  if (seconds >= 1e-3) return `${(seconds * 1e3).toFixed(0)}ms/${unit}`;
  return `${(seconds * 1e6).toFixed(0)}us/${unit}`;
}

function timeLeft(left: number): string {
  const twoDigits = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const seconds = Math.max(0, left);
  if (seconds > 3600) {
    return `${Math.floor(seconds / 3600)}:${twoDigits((seconds % 3600) / 60)}:${twoDigits(seconds % 60)}`;
  }
  if (seconds > 60) return `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;
  return `${Math.floor(seconds)}s`;
}

/** The learning rate is in the history, but no part of Keras's line. */
const figures = (logs: Logs): string =>
  Object.entries(logs)
    .filter(([name]) => name !== 'learningRate')
    .map(([name, value]) => ` - ${name}: ${Math.abs(value) > 1e-3 ? fixed(value, 4) : scientific(value, 4)}`)
    .join('');
