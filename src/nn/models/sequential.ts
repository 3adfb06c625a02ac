import { ValueError } from '../../errors.ts';
import { Input } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { chainParts, type SequentialOptions } from './chain.ts';
import { Model } from './model.ts';

/**
 * Layers one after the other. Shapes are checked as soon as the input's shape is known: from an `Input` at the
 * beginning, or from the first layer's `inputShape`. https://keras.io/guides/sequential_model/
 *
 * ```ts
 * const model = new Sequential([new Input({ shape: [28, 28, 1] }), new Conv2D({ filters: 8, kernelSize: 3 })]);
 * ```
 */
export class Sequential extends Model {
  /** With an `Input` at the beginning, where one was given. */
  readonly #given: Layer[];

  /** @throws ShapeError that names the layer whose input does not fit; ValueError for a layer that stands twice. */
  constructor(layers: readonly Layer[] = [], options: SequentialOptions = {}) {
    super(chainParts(layers, options));
    this.#given = [...layers];
  }

  /** Appends a layer; not allowed once the model is compiled. Throws as the constructor does, and the model is unchanged. */
  add(layer: Layer): this {
    if (this.isCompiled) throw new ValueError(`The model "${this.name}" is compiled; layers cannot be added any more.`);
    const layers = [...this.#given, layer];
    const { graph, inputShapes } = chainParts(layers, { name: this.name });
    this.rebuild(graph, inputShapes);
    this.#given.push(layer);
    return this;
  }

  override config() {
    const { layers, ...config } = super.config();
    const [first] = this.#given;
    return { ...config, layers: first instanceof Input ? [first.config() as (typeof layers)[0], ...layers] : layers };
  }
}
