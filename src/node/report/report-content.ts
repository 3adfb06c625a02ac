import type { Measured } from '../../charts/training-curves.ts';
import type { Mistake, Predictions } from '../../evaluation/index.ts';

/** A wrong prediction with a picture of what was mistaken. */
export interface PicturedMistake extends Mistake {
  /** A `data:` address; null where no picture could be made. */
  readonly picture: string | null;
}

/** What a model said about one part of the data. */
export interface ReportSplit {
  /** For instance `Validation`. */
  readonly name: string;
  readonly predictions: Predictions;
  readonly loss?: number;
  /** The worst first. */
  readonly mistakes?: readonly PicturedMistake[];
}

/** Named values under a heading: settings, the device, versions. */
export interface ReportFacts {
  readonly heading: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
}

/** All that a report tells. */
export interface ReportContent {
  readonly title: string;
  /** A line below the title. */
  readonly subtitle?: string;
  readonly classNames: readonly string[];
  /** The first is the one that counts most. */
  readonly splits: readonly ReportSplit[];
  /** What was measured in each epoch. */
  readonly history?: Measured;
  readonly facts?: readonly ReportFacts[];
}
