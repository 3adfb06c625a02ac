import type { OnnxAttribute, OnnxNode, OnnxTensor } from './onnx-model.ts';

/** A value between layers. */
export interface OnnxValue {
  readonly name: string;
  /** Without the batch, channels last, whatever the layout in the file. */
  readonly shape: readonly number[];
  /** Whether an image lies in the file as `[batch, channels, height, width]`, as ONNX's operators want it. */
  readonly channelsFirst: boolean;
}

const TO_CHANNELS_FIRST = [0, 3, 1, 2];
const TO_CHANNELS_LAST = [0, 2, 3, 1];

/** The nodes and constants of a graph as it grows. */
export class OnnxGraph {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxTensor[] = [];
  readonly #names = new Set<string>();
  /** Values that were transposed, so that two branches share the transposed one. */
  readonly #transposed = new Map<string, OnnxValue>();
  #layer = '';

  /** Names of nodes and constants begin with the layer that they come from. */
  enter(layer: string): void {
    this.#layer = layer;
  }

  /** Adds a node and gives the name of its output. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    output?: string,
  ): string {
    const name = this.#name(operator);
    this.nodes.push({ name, operator, inputs, output: output ?? name, attributes });
    return output ?? name;
  }

  /** Adds a constant of floats and gives its name. */
  floats(name: string, shape: readonly number[], data: Float32Array): string {
    const full = this.#name(name);
    this.constants.push({ name: full, shape, data });
    return full;
  }

  /** Adds a list of whole numbers, such as a shape, and gives its name. */
  integers(name: string, values: readonly number[]): string {
    const full = this.#name(name);
    this.constants.push({ name: full, shape: [values.length], data: BigInt64Array.from(values, BigInt) });
    return full;
  }

  /** A constant for arithmetic with `value`: one number, or one for each channel. */
  factors(name: string, values: readonly number[] | Float32Array, { shape, channelsFirst }: OnnxValue): string {
    if (values.length === 1) return this.floats(name, [], Float32Array.from(values));
    const sizes = channelsFirst ? shape.map((_, i) => (i === 0 ? values.length : 1)) : [values.length];
    return this.floats(name, sizes, Float32Array.from(values));
  }

  /** An image with its channels before its rows; what is no image stays. */
  channelsFirst(value: OnnxValue): OnnxValue {
    return value.channelsFirst || value.shape.length !== 3 ? value : this.#transpose(value, TO_CHANNELS_FIRST);
  }

  /** Any value with its channels last. */
  channelsLast(value: OnnxValue): OnnxValue {
    return value.channelsFirst ? this.#transpose(value, TO_CHANNELS_LAST) : value;
  }

  #transpose(value: OnnxValue, perm: readonly number[]): OnnxValue {
    const known = this.#transposed.get(value.name);
    if (known !== undefined) return known;
    const name = this.node('Transpose', [value.name], { perm: { ints: perm } });
    const result = { name, shape: value.shape, channelsFirst: !value.channelsFirst };
    this.#transposed.set(value.name, result).set(name, value);
    return result;
  }

  #name(what: string): string {
    const base = this.#layer === '' ? what : `${this.#layer}/${what}`;
    let name = base;
    for (let n = 2; this.#names.has(name); n++) name = `${base}_${n}`;
    this.#names.add(name);
    return name;
  }
}
