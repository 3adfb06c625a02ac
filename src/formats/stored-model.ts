import type { NamedArray } from './named-array.ts';

/**
 * A model as every file format sees it: plain JSON and arrays. Names of layers are paths in nested models, such as
 * `resnet50/conv1_conv`; names of weights are those of our layers (`kernel`, `movingMean`).
 */
export interface StoredModel {
  /** What `model.config()` gives; null in files of weights alone. */
  readonly config: Readonly<Record<string, unknown>> | null;
  /** The leaf layers of the model and of those nested in it, in order, also those without weights. */
  readonly layers: readonly StoredLayer[];
  /** Null for models that were not compiled, and in files of weights alone. */
  readonly training: StoredTraining | null;
  /** Texts kept with the model where the format has room for them. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A layer's weights, in the layer's own order. */
export interface StoredLayer {
  readonly name: string;
  /** Named within the layer: `kernel`, not `conv1/kernel`. */
  readonly weights: readonly NamedArray[];
  /**
   * Where the layer stands, in files that keep layers without an order: the class and the number among those of its
   * class, after those of the models around it (`functional/conv2d_3`).
   */
  readonly place?: string;
}

/** A class and its options in our spelling, plain JSON. */
export interface StoredObject {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** How a stored model was being trained. */
export interface StoredTraining {
  /** `Adam` with `learningRate`, `beta1`, …; null where the file does not tell, or names one that is not known here. */
  readonly optimizer: StoredObject | null;
  /** Steps taken so far. */
  readonly step: number;
  /** The optimizer's state, named `layer/weight/slot`; empty where the file has none. */
  readonly slots: readonly NamedArray[];
  /** Why the optimizer's state in the file was left out: it fits no optimizer that we have. */
  readonly problem?: string;
  readonly loss?: StoredObject;
  /** Names of metrics in our spelling. */
  readonly metrics?: readonly string[];
}
