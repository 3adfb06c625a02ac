import type { InputBatch } from '../../data/batch.ts';
import type { Device, Plan } from '../../engine/device.ts';
import { trace } from '../../engine/program.ts';
import { type Shape, spec } from '../../engine/shape.ts';
import { empty, type Tensor, Variable } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { packBytes, packedSpec, rescale, unpackBytes } from '../../ops/index.ts';
import type { Layer } from '../layers/layer.ts';
import { Model } from '../models/model.ts';
import { Sequential } from '../models/sequential.ts';
import { checkOptionNames } from '../options.ts';

export interface AugmentBatchesOptions {
  /** Where the layers run. */
  readonly device: Device;
  /** An integer from which all random numbers follow. Default 0. */
  readonly seed?: number;
}

/**
 * A function for `dataset.map` that passes each batch's images through augmentation layers, as in training, on a device.
 * What becomes of them follows from the seed and from how many batches came before, in all passes together.
 *
 * ```text
 * const batches = dataset.map(augmentBatches([new RandomFlip(), new RandomRotation({ factor: 0.2 })], { device, seed: 1 }));
 * ```
 *
 * @param augmentation layers one after the other, or a model.
 * @returns the batch with floats for images; its labels are left as they are. Throws `ShapeError` for images that the
 *   layers cannot take.
 * @throws ValueError for layers with weights, which belong into the model that trains them.
 */
export function augmentBatches(
  augmentation: Model | readonly Layer[],
  options: AugmentBatchesOptions,
): <B extends InputBatch>(batch: B) => Promise<B> {
  checkOptionNames('augmentBatches', options, ['device', 'seed']);
  const { device, seed = 0 } = options;
  if (!Number.isSafeInteger(seed)) {
    throw new ValueError(`augmentBatches: seed is ${seed}; an integer is expected.`, { seed });
  }
  const model = augmentation instanceof Model ? augmentation : new Sequential(augmentation, { name: 'augmentation' });
  const augmenter = new Augmenter(model, device, seed);
  return async (batch) => ({ ...batch, ...(await augmenter.augment(batch)) });
}

/** A traced and planned pass for one form of batch. */
interface Pass {
  readonly plan: Plan;
  readonly input: Tensor;
  readonly output: Tensor;
}

class Augmenter {
  readonly #model: Model;
  readonly #device: Device;
  readonly #firstSeed: number;
  readonly #seed: Variable;
  readonly #passes = new Map<string, Promise<Pass>>();
  #batches = 0;

  constructor(model: Model, device: Device, seed: number) {
    this.#model = model;
    this.#device = device;
    this.#firstSeed = seed;
    this.#seed = new Variable(device, 'seed', { ...spec([1], 'u32'), data: new Uint32Array(1) }, false);
  }

  async augment({ x, xShape }: InputBatch): Promise<{ x: Float32Array; xShape: Shape }> {
    // Counted before anything is awaited, so that batches made side by side keep their numbers.
    const number = this.#batches++;
    const { plan, input, output } = await this.#pass(xShape, x instanceof Uint8Array);
    // From here to the call of `data` nothing is awaited, so no other batch comes between.
    this.#device.write(input, x instanceof Uint8Array ? packBytes(x) : x);
    this.#seed.assign(Uint32Array.of((Math.imul(this.#firstSeed | 0, 0x9e3779b1) + number) >>> 0));
    plan.run();
    return { x: Float32Array.from(await output.data()), xShape: output.shape };
  }

  #pass(xShape: Shape, bytes: boolean): Promise<Pass> {
    const key = `${bytes} ${xShape.join()}`;
    let pass = this.#passes.get(key);
    if (pass === undefined) {
      pass = this.#prepare(xShape, bytes);
      this.#passes.set(key, pass);
      pass.catch(() => this.#passes.delete(key));
    }
    return pass;
  }

  async #prepare(xShape: Shape, bytes: boolean): Promise<Pass> {
    const nodes = this.#model.nodesFor([xShape.slice(1)]);
    const trained = this.#model.leaves(nodes).find(({ weights }) => weights.length > 0);
    if (trained !== undefined) {
      throw new ValueError(
        `augmentBatches: the layer "${trained.path}" has weights; put it into the model that trains them.`,
        { layer: trained.path },
      );
    }
    const input = empty(this.#device, bytes ? packedSpec(xShape) : spec(xShape));
    let output: Tensor = input;
    const program = trace(this.#device, () => {
      const images = bytes ? unpackBytes(input, xShape) : input;
      output = this.#model.run([images], { training: true, seed: this.#seed, salt: 0 });
      // Without layers that do anything there would be nothing to keep.
      if (output === input) output = rescale(input, { scale: 1, offset: 0 });
    });
    return { plan: await this.#device.prepare(program, [output]), input, output };
  }
}
