import type { Batch, InputBatch } from '../data/batch.ts';
import type { Pixels } from '../data/bilinear.ts';
import type { ArraySpec } from '../data/element-spec.ts';

/** Images by number, with their labels: what a generator takes its batches from. */
export interface ImageSource {
  readonly count: number;
  /** Height, width, channels of every image. */
  readonly imageShape: readonly [number, number, number];
  readonly image: (index: number) => Pixels | Promise<Pixels>;
  /** The labels of a batch, whose changed images are `inputs`; none by default. */
  readonly labels?: (indices: readonly number[], inputs: InputBatch) => Pick<Batch, 'y' | 'yShape'>;
  /** What one label looks like. */
  readonly labelSpec?: ArraySpec;
}
