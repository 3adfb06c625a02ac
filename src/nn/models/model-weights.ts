import { Arena } from '../../engine/arena.ts';
import type { Device } from '../../engine/device.ts';
import { seededRandom } from '../../engine/seeded-random.ts';
import { spec } from '../../engine/shape.ts';
import { Variable } from '../../engine/tensor.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import { initialValues } from '../initializers/initializers.ts';
import type { Layer, WeightSpec } from '../layers/layer.ts';
import { type PlacedWeight, place, placedWeights, waitingWeights } from './layer-weights.ts';

/** A layer that has weights of its own, somewhere in a model. */
export interface Leaf {
  readonly layer: Layer;
  /** Its name, after those of the models that it is nested in: `resnet50/conv1_conv`. */
  readonly path: string;
  readonly weights: readonly WeightSpec[];
}

/** A weight of a model on its device. */
export interface ModelVariable extends PlacedWeight {
  /** `layer/weight`. */
  readonly name: string;
  readonly spec: WeightSpec;
  /** Whether this model trains it. */
  readonly trained: boolean;
}

/** A model's weights on a device, in the order of the layers. */
export class ModelWeights {
  readonly device: Device;
  readonly variables: readonly ModelVariable[];

  /** Places them where they are not yet; throws as {@link placeWeights} does. */
  constructor(device: Device, model: string, leaves: readonly Leaf[], seed: number) {
    this.device = device;
    placeWeights(device, model, leaves, seed);
    this.variables = leaves.flatMap(({ layer, path, weights }) =>
      weights.map((weight) => ({
        ...(placedWeights(layer)?.placed.get(weight.name) as PlacedWeight),
        name: `${path}/${weight.name}`,
        spec: weight,
        trained: weight.trainable && layer.trainable,
      })),
    );
  }
}

/**
 * Puts weights that have no device yet on this one: those to be trained packed into arenas, the others each by itself.
 * Values were given before, or are drawn from the seed.
 *
 * @throws ValueError when a layer's weights are on another device.
 * @throws ShapeError when another model made a layer's weights for inputs of another shape.
 */
export function placeWeights(device: Device, model: string, leaves: readonly Leaf[], seed: number): void {
  for (const leaf of leaves) checkPlaced(leaf, device, model);
  const absent = leaves.filter(({ layer }) => placedWeights(layer) === undefined);
  placeNew(device, absent, seed);
}

function placeNew(device: Device, leaves: readonly Leaf[], seed: number): void {
  const parts = leaves.flatMap(({ layer, path, weights }) =>
    weights.map(({ name, shape, initializer, trainable }) => {
      const full = `${path}/${name}`;
      const data =
        waitingWeights(layer)?.get(name) ?? initialValues(initializer, shape, seededRandom(`${seed} ${full}`));
      return { layer, weight: name, name: full, shape, data, trainable };
    }),
  );
  const packed = Arena.pack(
    device,
    'weights',
    parts.filter(({ trainable }) => trainable),
  )
    .flatMap((arena) => arena.parts.map((variable, index) => ({ variable, arena, index })))
    .values();
  const placed = new Map<Layer, Map<string, PlacedWeight>>(leaves.map(({ layer }) => [layer, new Map()]));
  for (const { layer, weight, name, shape, data, trainable } of parts) {
    const alone = () => new Variable(device, name, { ...spec(shape), data }, false);
    placed
      .get(layer)
      ?.set(weight, trainable ? (packed.next().value as PlacedWeight) : { variable: alone(), arena: null, index: 0 });
  }
  for (const [layer, weights] of placed) place(layer, device, weights);
}

function checkPlaced({ layer, path, weights }: Leaf, device: Device, model: string): void {
  const home = placedWeights(layer);
  if (home !== undefined && home.device !== device) {
    throw new ValueError(
      `The model "${model}" is on another device. Make a new model there and give it these weights: setWeights(await getWeights()).`,
    );
  }
  const values = waitingWeights(layer);
  for (const { name, shape } of weights) {
    const made = home?.variables[name]?.shape;
    const size = made?.reduce((product, n) => product * n, 1) ?? values?.get(name)?.length;
    const wanted = shape.reduce((product, n) => product * n, 1);
    if ((made === undefined || made.join() === shape.join()) && (size === undefined || size === wanted)) continue;
    throw new ShapeError(
      `weight "${path}/${name}"`,
      { expected: shape, actual: made ?? [size as number] },
      `was made as [${(made ?? [size]).join(', ')}] by another model, and the model "${model}" needs [${shape.join(', ')}]. Make a layer for each.`,
    );
  }
}
