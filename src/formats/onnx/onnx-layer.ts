import { FormatError } from '../../errors.ts';
import type { NamedArray } from '../named-array.ts';
import type { StoredLayer } from '../stored-model.ts';
import type { OnnxGraph, OnnxValue } from './onnx-graph.ts';

/** A layer on its way into a graph: its settings, its weights and what flows into it. */
export class OnnxLayer {
  readonly className: string;
  readonly path: string;
  readonly graph: OnnxGraph;
  readonly inputs: readonly OnnxValue[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly #weights: StoredLayer['weights'];

  constructor(
    graph: OnnxGraph,
    layer: { className: string; path: string; settings: Readonly<Record<string, unknown>> },
    inputs: readonly OnnxValue[],
    weights: StoredLayer['weights'],
  ) {
    this.graph = graph;
    this.className = layer.className;
    this.path = layer.path;
    this.settings = layer.settings;
    this.inputs = inputs;
    this.#weights = weights;
  }

  /** The only input. */
  get input(): OnnxValue {
    if (this.inputs.length !== 1) return this.fail(`takes one input; ${this.inputs.length} are connected.`);
    return this.inputs[0];
  }

  /** The only input, which must be an image, with its channels first in the file. */
  get image(): OnnxValue {
    const { input } = this;
    if (input.shape.length !== 3) {
      return this.fail(`takes images [height, width, channels]; its input is [${input.shape.join(', ')}].`);
    }
    return this.graph.channelsFirst(input);
  }

  number(key: string, otherwise?: number): number {
    const value = this.settings[key] ?? otherwise;
    return typeof value === 'number'
      ? value
      : this.fail(`has ${JSON.stringify(value)} as ${key}; a number is expected.`);
  }

  text(key: string, otherwise?: string): string {
    const value = this.settings[key] ?? otherwise;
    return typeof value === 'string' ? value : this.fail(`has ${JSON.stringify(value)} as ${key}; a text is expected.`);
  }

  /** Two numbers, or one for both. */
  pair(key: string, otherwise?: number): readonly [number, number] {
    const value = this.settings[key] ?? otherwise;
    const [first, second] = Array.isArray(value) ? value : [value, value];
    if (typeof first === 'number' && typeof second === 'number') return [first, second];
    return this.fail(`has ${JSON.stringify(value)} as ${key}; a number or two are expected.`);
  }

  /** A weight by the first of these names that there is. */
  weight(...names: readonly string[]): NamedArray & { readonly data: Float32Array } {
    return this.optionalWeight(...names) ?? this.fail(`has no weight "${names[0]}".`);
  }

  optionalWeight(...names: readonly string[]): (NamedArray & { readonly data: Float32Array }) | undefined {
    const found = this.#weights.find(({ name }) => names.includes(name));
    if (found === undefined) return undefined;
    const { name, shape, data } = found;
    return data instanceof Float32Array ? { name, shape, data } : this.fail(`has integers in its weight "${name}".`);
  }

  /** Throws a `FormatError` that names the layer. */
  fail(problem: string): never {
    throw new FormatError(`Layer "${this.path}" (${this.className}) ${problem}`, {
      layer: this.path,
      className: this.className,
    });
  }
}
