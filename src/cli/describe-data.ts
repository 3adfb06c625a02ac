import { relative } from 'node:path';
import { inputShapeOf } from '../index.ts';
import type { UnreadableImage } from '../node/index.ts';
import { count } from './count.ts';
import type { EvaluationData, Part, TrainingData } from './data-parts.ts';
import { printable } from './printable.ts';

const SHOWN_CLASSES = 12;
const SHOWN_SKIPPED = 10;

/** What was found for training, as lines for people. */
export function describeTrainingData({ name, preprocessing, training, validation, test }: TrainingData): string {
  const size = inputShapeOf(preprocessing).join('x');
  const parts = [
    `${count(training.count, 'image')} for training`,
    `${validation.count.toLocaleString('en-US')} for validation`,
    ...(test ? [`${test.count.toLocaleString('en-US')} for testing`] : []),
  ];
  return [
    `Data:   ${name}: ${parts.join(', ')} (${size})`,
    `        ${count(preprocessing.classNames.length, 'class', 'classes')}: ${classList(preprocessing.classNames, training)}`,
  ].join('\n');
}

/** What was found for evaluation, as a line for people. */
export function describeEvaluationData({ name, partName, part }: EvaluationData): string {
  const which = { test: ' for testing', validation: ' for validation', training: ' for training', all: '' }[partName];
  return `Data:   ${name}: ${count(part.count, 'image')}${which}`;
}

/** The files that were left out, with reasons; empty when there are none. */
export function describeSkipped(skipped: readonly UnreadableImage[]): string {
  if (skipped.length === 0) return '';
  const lines = skipped.slice(0, SHOWN_SKIPPED).map(({ path, reason }) => `  ${printable(shortPath(path))}: ${reason}`);
  const more = skipped.length > SHOWN_SKIPPED ? [`  and ${skipped.length - SHOWN_SKIPPED} more`] : [];
  return [`Skipped ${count(skipped.length, 'file')} that cannot be read:`, ...lines, ...more].join('\n');
}

/** A path from here where that is inside, else the whole path. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere;
}

function classList(classNames: readonly string[], { classCounts }: Part): string {
  const shown = classNames.slice(0, SHOWN_CLASSES).map((name, i) => `${printable(name)} (${classCounts[i]})`);
  const more = classNames.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
