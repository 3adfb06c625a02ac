import { type Shape, sizeOf } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import { Input } from '../layers/input.ts';
import type { Layer, WeightSpec, Weights } from '../layers/layer.ts';
import { layerNames } from './layer-names.ts';
import { Model, type ModelConfig, type ModelWeight, notBuilt, type PassContext } from './model.ts';
import type { SummaryRow } from './summary.ts';

/** A layer in its place: its name and the shapes around it. */
interface Step {
  readonly layer: Layer;
  readonly name: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly weights: readonly WeightSpec[];
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
  readonly #layers: Layer[] = [];
  #steps: readonly Step[] | null = null;

  /** @throws ShapeError that names the layer whose input does not fit. */
  constructor(layers: readonly Layer[] = [], { name = 'sequential' }: { readonly name?: string } = {}) {
    super(name);
    this.#layers.push(...layers);
    this.#build();
  }

  /** Appends a layer; not allowed once the model is compiled. Throws as the constructor does, and the model is unchanged. */
  add(layer: Layer): this {
    if (this.isCompiled) throw new ValueError(`The model "${this.name}" is compiled; layers cannot be added any more.`);
    this.#layers.push(layer);
    try {
      this.#build();
    } catch (error) {
      this.#layers.pop();
      throw error;
    }
    return this;
  }

  /** The layers in order, without `Input`. */
  get layers(): readonly Layer[] {
    return this.#layers.filter((layer) => !(layer instanceof Input));
  }

  get isBuilt(): boolean {
    return this.#steps !== null;
  }

  get inputShape(): Shape {
    const shape = this.#givenInputShape();
    if (shape === undefined) throw notBuilt(this.name);
    return shape;
  }

  get outputShape(): Shape {
    return this.#built().at(-1)?.outputShape ?? this.inputShape;
  }

  get weightSpecs(): readonly ModelWeight[] {
    return this.#built().flatMap(({ name: layer, weights }) => weights.map((weight) => ({ ...weight, layer })));
  }

  summaryRows(): readonly SummaryRow[] {
    return this.#built().map(({ layer, name, outputShape, weights }) => ({
      name,
      className: layer.className,
      outputShape,
      parameters: weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    }));
  }

  config(): ModelConfig {
    return { className: 'Sequential', name: this.name, layers: this.#layers.map((layer) => layer.config()) };
  }

  call(x: Tensor, { training, seed, weight }: PassContext): Tensor {
    let y = x;
    for (const [salt, { layer, name, weights }] of this.#built().entries()) {
      const own: Weights = Object.fromEntries(weights.map((spec) => [spec.name, weight(name, spec.name)]));
      y = this.#located(name, () => layer.call(y, own, { training, seed, salt }));
    }
    return y;
  }

  #givenInputShape(): Shape | undefined {
    const [first] = this.#layers;
    return first instanceof Input ? first.settings.shape : first?.inputShape;
  }

  #built(): readonly Step[] {
    if (this.#steps === null) throw notBuilt(this.name);
    return this.#steps;
  }

  #build(): void {
    for (const [i, layer] of this.#layers.entries()) {
      if (i > 0 && (layer instanceof Input || layer.inputShape !== undefined)) {
        throw new ValueError(
          `The model "${this.name}": only its first layer can set the input's shape, not layer ${i + 1} (${layer.className}).`,
        );
      }
    }
    let shape = this.#givenInputShape();
    if (shape === undefined) return;
    const layers = this.layers;
    const names = layerNames(layers);
    const steps: Step[] = [];
    for (const [i, layer] of layers.entries()) {
      const inputShape: Shape = shape;
      const name = names[i];
      const outputShape = this.#located(name, () => layer.outputShape(inputShape));
      steps.push({ layer, name, inputShape, outputShape, weights: layer.weights(inputShape) });
      shape = outputShape;
    }
    this.#steps = steps;
  }

  /** Runs a part of a layer and adds to shape errors where they happened. */
  #located<T>(layer: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      throw error.within(`in model "${this.name}", layer "${layer}"`, { model: this.name, layer });
    }
  }
}
