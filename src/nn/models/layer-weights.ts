import type { Arena } from '../../engine/arena.ts';
import type { Device } from '../../engine/device.ts';
import type { Variable } from '../../engine/tensor.ts';
import type { Layer, Weights } from '../layers/layer.ts';

/** A weight's place on a device; those that no optimizer updates lie in no arena. */
export interface PlacedWeight {
  readonly variable: Variable;
  readonly arena: Arena | null;
  /** Which part of the arena it is. */
  readonly index: number;
}

/** A layer's weights on a device, by name. */
export interface LayerWeights {
  readonly device: Device;
  readonly placed: ReadonlyMap<string, PlacedWeight>;
  readonly variables: Weights;
}

/**
 * The weights of each layer. They belong to the layer, not to the model that made them, so that all models that a layer
 * is part of share them: a base and what was built upon it, a model and the part of it that ends at an inner layer.
 */
const onDevice = new WeakMap<Layer, LayerWeights>();

/** Weights that were given before there was a device, by name. */
const waiting = new WeakMap<Layer, ReadonlyMap<string, Float32Array>>();

const NONE: Weights = {};

/** A layer's weights for its `call`; none for layers without. */
export const weightsOf = (layer: Layer): Weights => onDevice.get(layer)?.variables ?? NONE;

/** Where a layer's weights lie; undefined before a model with it was compiled. */
export const placedWeights = (layer: Layer): LayerWeights | undefined => onDevice.get(layer);

/** Makes these the layer's weights; values that waited are forgotten. */
export function place(layer: Layer, device: Device, placed: ReadonlyMap<string, PlacedWeight>): void {
  const variables = Object.fromEntries([...placed].map(([name, { variable }]) => [name, variable]));
  onDevice.set(layer, { device, placed, variables });
  waiting.delete(layer);
}

/** Gives back the memory of weights that were placed together; the layers have none from then on. */
export function unplace(layers: readonly Layer[]): void {
  const placed = layers.flatMap((layer) => [...(onDevice.get(layer)?.placed.values() ?? [])]);
  for (const owner of new Set(placed.map(({ arena, variable }) => arena ?? variable))) owner.dispose();
  for (const layer of layers) onDevice.delete(layer);
}

/** Values for a layer whose weights have no device yet. */
export const waitingWeights = (layer: Layer): ReadonlyMap<string, Float32Array> | undefined => waiting.get(layer);

/** Keeps values until the layer's weights get a device. */
export const keepWaiting = (layer: Layer, values: ReadonlyMap<string, Float32Array>): void =>
  void waiting.set(layer, values);
