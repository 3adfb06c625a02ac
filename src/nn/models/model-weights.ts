import { Arena } from '../../engine/arena.ts';
import type { Device } from '../../engine/device.ts';
import { seededRandom } from '../../engine/seeded-random.ts';
import { type HostArray, spec } from '../../engine/shape.ts';
import { Variable } from '../../engine/tensor.ts';
import { initialValues } from '../initializers/initializers.ts';
import type { ModelWeight } from './model.ts';

/** A model's weights on a device: the trained ones packed into arenas, the others each by itself. */
export class ModelWeights {
  readonly device: Device;
  /** All weights in the order of the layers. */
  readonly variables: readonly Variable[];
  /** The trained ones. */
  readonly arenas: readonly Arena[];

  /** Values come from `given` by `layer/weight` name; those missing there are drawn from the seed. */
  constructor(
    device: Device,
    specs: readonly ModelWeight[],
    seed: number,
    given: ReadonlyMap<string, HostArray> | null,
  ) {
    this.device = device;
    const parts = specs.map(({ layer, name, shape, initializer, trainable }) => {
      const full = `${layer}/${name}`;
      const data = given?.get(full) ?? initialValues(initializer, shape, seededRandom(`${seed} ${full}`));
      return { name: full, shape, data, trainable };
    });
    this.arenas = Arena.pack(
      device,
      'weights',
      parts.filter(({ trainable }) => trainable),
    );
    const trained = this.arenas.flatMap(({ parts }) => parts).values();
    this.variables = parts.map(({ name, shape, data, trainable }) =>
      trainable ? (trained.next().value as Variable) : new Variable(device, name, { ...spec(shape), data }, false),
    );
  }
}
