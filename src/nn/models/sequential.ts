import type { Shape } from '../../engine/shape.ts';
import { ValueError } from '../../errors.ts';
import { Input } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { Graph } from './graph.ts';
import { Model } from './model.ts';
import { Network } from './network.ts';

export interface SequentialOptions {
  /** Default `'sequential'`. */
  readonly name?: string;
  /** Whether training changes its weights. Default true. */
  readonly trainable?: boolean;
}

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
    const { name, trainable } = options;
    const inputShape = givenInputShape(name, layers);
    super({
      className: 'Sequential',
      name,
      trainable,
      graph: chainOf(layers),
      inputShapes: inputShape && [inputShape],
    });
    this.#given = [...layers];
  }

  /** Appends a layer; not allowed once the model is compiled. Throws as the constructor does, and the model is unchanged. */
  add(layer: Layer): this {
    if (this.isCompiled) throw new ValueError(`The model "${this.name}" is compiled; layers cannot be added any more.`);
    const layers = [...this.#given, layer];
    const inputShape = givenInputShape(this.name, layers);
    this.rebuild(chainOf(layers), inputShape && [inputShape]);
    this.#given.push(layer);
    return this;
  }

  override config() {
    const { layers, ...config } = super.config();
    const [first] = this.#given;
    return { ...config, layers: first instanceof Input ? [first.config() as (typeof layers)[0], ...layers] : layers };
  }
}

const chainOf = (layers: readonly Layer[]): Graph => Graph.chain(layers.filter((layer) => !(layer instanceof Input)));

/** Refuses a layer that stands twice, as Keras does: the weights of a chain are saved by its layers' names. */
function checkUnlike(model = 'sequential', layers: readonly Layer[]): void {
  const repeated = layers.findIndex((layer, i) => layers.indexOf(layer) < i);
  if (repeated < 0) return;
  throw new ValueError(
    `The model "${model}" has the same layer twice: layer ${repeated + 1} (${layers[repeated].className}). Make another, or apply it ` +
      'twice in a functional model, which shares its weights.',
  );
}

/** The shape that the first layer says; null where it says none. Refuses it of the others. */
function givenInputShape(model = 'sequential', layers: readonly Layer[]): Shape | null {
  checkUnlike(model, layers);
  for (const [i, layer] of layers.entries()) {
    if (i > 0 && (layer instanceof Input || (!(layer instanceof Network) && layer.inputShape !== undefined))) {
      throw new ValueError(
        `The model "${model}": only its first layer can set the input's shape, not layer ${i + 1} (${layer.className}).`,
      );
    }
  }
  const [first] = layers;
  if (first instanceof Input) return first.settings.shape;
  if (first instanceof Network) return first.isBuilt ? first.inputShape : null;
  return first?.inputShape ?? null;
}
