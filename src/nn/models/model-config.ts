import type { LayerConfig } from '../layers/layer.ts';

/** A model as saved: its class, name and layers, plain JSON. */
export interface ModelConfig {
  readonly className: string;
  readonly name: string;
  readonly layers: readonly LayerConfig[];
  /** Of a functional model: each use of a layer, after those that it takes; an `Input` takes none. */
  readonly nodes?: readonly NodeConfig[];
  /** Of a functional model: positions in `nodes`. */
  readonly inputs?: readonly number[];
  readonly outputs?: readonly number[];
  readonly trainable?: false;
}

/** A use of a layer, plain JSON. */
export interface NodeConfig {
  readonly layer: string;
  /** Positions of the nodes that it takes. */
  readonly inputs: readonly number[];
  readonly training?: boolean;
}
