import type { StoredObject } from '../../formats/stored-model.ts';

/** A learning rate that follows from the number of steps taken; the count runs on across epochs. */
export interface Schedule {
  /** The learning rate of a step, counted from 0. */
  at(step: number): number;
  /** Its class and options as plain JSON, for files that hold the optimizer; without it they hold the first rate. */
  config?(): StoredObject;
}

/** A learning rate: a number, or a schedule. */
export type LearningRate = number | Schedule;

/** The learning rate of a step. */
export const learningRateAt = (rate: LearningRate, step: number): number =>
  typeof rate === 'number' ? rate : rate.at(step);

/** A learning rate as plain JSON: a number, or the class and options of a schedule. */
export const learningRateConfig = (rate: LearningRate): number | StoredObject =>
  typeof rate === 'number' ? rate : (rate.config?.() ?? rate.at(0));
