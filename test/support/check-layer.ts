import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import { type Shape, sizeOf } from '../../src/engine/shape.ts';
import { type Tensor, tensor, Variable } from '../../src/engine/tensor.ts';
import { initialValues } from '../../src/nn/initializers/initializers.ts';
import { makeLayer } from '../../src/nn/layers/by-class-name.ts';
import type { Layer } from '../../src/nn/layers/index.ts';
import { multiply, valueAndGrad } from '../../src/ops/index.ts';

/** What a layer is expected to do. */
export interface LayerRow {
  readonly layer: Layer;
  /** Shape of one input. */
  readonly input: Shape;
  /** Shapes of what else it takes, where it merges several inputs. */
  readonly others?: readonly Shape[];
  /** Shape of one output. */
  readonly output: Shape;
  /** Shapes of the trained weights by name. */
  readonly trained?: Readonly<Record<string, Shape>>;
  /** Shapes of the other weights by name; training changes them. */
  readonly statistics?: Readonly<Record<string, Shape>>;
  /** Shapes of weights by name that training leaves as they are. */
  readonly constants?: Readonly<Record<string, Shape>>;
  /** Whether outputs in training differ from those otherwise. */
  readonly differsInTraining?: boolean;
  /** Whether gradients can reach its input; default true. */
  readonly passesGradients?: boolean;
}

const device = new ReferenceDevice();

const uniform = (shape: Shape, seed: string): Tensor => {
  const random = seededRandom(seed);
  return tensor(
    device,
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => 2 * random() - 1),
  );
};

/** A layer with its weights on the reference device. */
class Placed {
  readonly weights: Readonly<Record<string, Variable>>;
  readonly #layer: Layer;

  readonly #others: readonly Shape[];

  constructor(layer: Layer, [input, ...others]: readonly Shape[]) {
    this.#layer = layer;
    this.#others = others;
    this.weights = Object.fromEntries(
      layer.weights([input, ...others]).map(({ name, shape, initializer, trainable }) => {
        const data = initialValues(initializer, shape, seededRandom(name));
        return [name, new Variable(device, name, { shape, dtype: 'f32', data }, trainable)];
      }),
    );
  }

  call(x: Tensor, training: boolean): Tensor {
    const others = this.#others.map((shape, i) => uniform([x.shape[0], ...shape], `other ${i}`));
    return this.#layer.call([x, ...others], this.weights, {
      training,
      seed: tensor(device, [1], Uint32Array.of(7)),
      salt: 1,
    });
  }

  named(trainable: boolean): Variable[] {
    return Object.values(this.weights).filter((weight) => weight.trainable === trainable);
  }
}

/** The tests that every layer has to pass. */
export function checkLayer(title: string, row: LayerRow): void {
  const {
    layer,
    input,
    output,
    trained = {},
    statistics = {},
    constants = {},
    others = [],
    differsInTraining = false,
    passesGradients = true,
  } = row;
  const inputs = [input, ...others];
  const batchOf = (size: number) => uniform([size, ...input], `x ${size}`);

  describe(title, () => {
    it('has the expected output shape and weights', () => {
      expect(layer.computeOutputShape(inputs)).toEqual(output);
      const weights = layer.weights(inputs).map(({ name, shape, trainable }) => ({ name, shape, trainable }));
      expect(weights).toEqual([
        ...Object.entries(trained).map(([name, shape]) => ({ name, shape, trainable: true })),
        ...Object.entries({ ...statistics, ...constants }).map(([name, shape]) => ({ name, shape, trainable: false })),
      ]);
    });

    it.each([1, 3])('gives outputs of that shape for a batch of %i', (size) => {
      const placed = new Placed(layer, inputs);
      expect(placed.call(batchOf(size), false).shape).toEqual([size, ...output]);
      expect(placed.call(batchOf(size), true).shape).toEqual([size, ...output]);
    });

    it('is the same after a round trip through JSON', async () => {
      const { className, config } = JSON.parse(JSON.stringify(layer.config()));
      const copy = makeLayer(className, config);
      expect(copy.config()).toEqual(layer.config());
      expect(copy.constructor).toBe(layer.constructor);
      const y = await new Placed(layer, inputs).call(batchOf(2), true).data();
      expect(await new Placed(copy, inputs).call(batchOf(2), true).data()).toEqual(y);
    });

    it(`gives ${differsInTraining ? 'other' : 'the same'} outputs in training`, async () => {
      const placed = new Placed(layer, inputs);
      const inference = await placed.call(batchOf(3), false).data();
      const training = await placed.call(batchOf(3), true).data();
      if (differsInTraining) expect(training).not.toEqual(inference);
      else expect(training).toEqual(inference);
    });

    it('changes its statistics in training only', async () => {
      const placed = new Placed(layer, inputs);
      const read = () => Promise.all(Object.values(placed.weights).map((weight) => weight.data()));
      const before = await read();
      placed.call(batchOf(3), false);
      expect(await read()).toEqual(before);
      placed.call(batchOf(3), true);
      for (const [i, [name, weight]] of Object.entries(placed.weights).entries()) {
        if (name in statistics) expect(await weight.data()).not.toEqual(before[i]);
        else expect(await weight.data()).toEqual(before[i]);
      }
    });

    it('passes gradients to its input and to each trained weight', async () => {
      const placed = new Placed(layer, inputs);
      const x = batchOf(3);
      const factors = uniform([3, ...output], 'factors');
      const wanted = [...(passesGradients ? [x] : []), ...placed.named(true)];
      const { grads } = valueAndGrad(() => multiply(placed.call(x, true), factors), wanted);
      for (const [i, grad] of grads.entries()) {
        expect(grad.shape).toEqual(wanted[i]?.shape);
        expect(Math.max(...(await grad.data()).map(Math.abs))).toBeGreaterThan(1e-6);
      }
    });
  });
}
