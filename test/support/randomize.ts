import { seededRandom } from '../../src/engine/seeded-random.ts';
import type { Model } from '../../src/nn/models/model.ts';

/** Numbers in [−1, 1). */
export function randomNumbers(length: number, seed = 'numbers'): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => 2 * random() - 1);
}

/** Gives a compiled model random weights, statistics too: such as training would, but at once. Variances are positive. */
export async function randomize<M extends Model>(model: M): Promise<M> {
  const weights = await model.getWeights();
  model.setWeights(
    weights.map(({ name, shape, data }) => {
      const numbers = randomNumbers(data.length, name).map((x) => 0.5 * x);
      return { name, shape, data: /variance$/i.test(name) ? numbers.map((x) => x + 1) : numbers };
    }),
  );
  return model;
}
