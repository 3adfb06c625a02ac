import type { Tensor } from '../../engine/tensor.ts';
import type { StoredObject } from '../../formats/stored-model.ts';

/**
 * A figure of merit over all samples: their mean, the short last batch counted by its size; or, with `counts`, the sum of
 * all values over the sum of all counts, 0 where nothing counts.
 */
export interface Metric {
  /** The key in `history`. */
  readonly name: string;
  /** One value for each sample: `[batch]`. */
  call(target: Tensor, output: Tensor): Tensor;
  /** What each sample's value is a part of: `[batch]`. Default: 1 each. */
  counts?(target: Tensor, output: Tensor): Tensor;
  /** Its class and options as plain JSON, from which it can be made again; needed to train in a worker. */
  config?(): StoredObject;
}
