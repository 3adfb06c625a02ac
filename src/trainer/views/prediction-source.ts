import type { RawImage } from '../../index.ts';

/** What a model is asked about. */
export type PredictedImage = Blob | RawImage;

/** Where pictures to predict come from. */
export interface PredictionSource {
  readonly label: string;
  /** What to do, while there is no picture. */
  readonly hint: string;
  readonly root: HTMLElement;
  /** It is what is shown now, and tells its picture. */
  open(): void;
  close(): void;
}
