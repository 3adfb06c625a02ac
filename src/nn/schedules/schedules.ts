/** A learning rate that follows from the number of steps taken; the count runs on across epochs. */
export interface Schedule {
  /** The learning rate of a step, counted from 0. */
  at(step: number): number;
}

/** A learning rate: a number, or a schedule. */
export type LearningRate = number | Schedule;

/** The learning rate of a step. */
export const learningRateAt = (rate: LearningRate, step: number): number =>
  typeof rate === 'number' ? rate : rate.at(step);
