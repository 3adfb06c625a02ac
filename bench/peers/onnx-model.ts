import { flattenedBefore, type Values, weightsFirst } from './channels-first.ts';
import { encode, type Fields } from './protobuf.ts';
import type { LayerSpec, Workload } from './workload.ts';

// Field numbers and codes: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

const IR_VERSION = 8;
const OPSET = 13;
const FLOAT = 1;
const ATTRIBUTE = { float: 1, string: 3, ints: 7 };

type Attribute = string | readonly number[] | { readonly float: number };

/** A node that takes the output of the one before it, then constants. */
interface Node {
  readonly opType: string;
  /** Names of the constants. */
  readonly constants?: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** An ONNX model's bytes, and the number of parameters in it. */
export interface OnnxModel {
  readonly bytes: Uint8Array;
  readonly parameters: number;
}

/** A network for prediction as an ONNX model that takes `x` `[batch, channels, height, width]` and gives `output`. */
export function onnxModel({ network, layers, batchSize, inputShape, outputs }: Workload): OnnxModel {
  const nodes: Node[] = [];
  const initializers: Fields[] = [];
  let parameters = 0;
  const flattened = flattenedBefore(layers);
  for (const [i, layer] of layers.entries()) {
    const weights = weightsFirst(layer, flattened[i] ?? null);
    parameters += Object.values(weights).reduce((sum, { data }) => sum + data.length, 0);
    const constants = Object.entries({ ...weights, ...settingsAsConstants(layer) });
    for (const [name, value] of constants) initializers.push(tensorFields(`${i}/${name}`, value));
    nodes.push(
      ...nodesOf(
        layer,
        constants.map(([name]) => `${i}/${name}`),
      ),
    );
  }
  const [height, width, channels] = inputShape as [number, number, number];
  const graph = {
    1: nodes.map((node, i) => nodeFields(node, i, i === nodes.length - 1)),
    2: network,
    5: initializers,
    11: valueInfo('x', [batchSize, channels, height, width]),
    12: valueInfo('output', [batchSize, outputs]),
  };
  return { bytes: encode({ 1: IR_VERSION, 7: graph, 8: { 1: '', 2: OPSET } }), parameters };
}

const settingsAsConstants = ({ className, settings }: LayerSpec): Record<string, Values> =>
  className === 'Rescaling' ? { scale: { shape: [], data: Float32Array.of(settings['scale'] as number) } } : {};

function nodesOf({ className, settings }: LayerSpec, constants: readonly string[]): readonly Node[] {
  switch (className) {
    case 'Rescaling':
      return [{ opType: 'Mul', constants }];
    case 'Conv2D': {
      const attributes = { auto_pad: settings['padding'] === 'same' ? 'SAME_UPPER' : 'VALID' };
      return [{ opType: 'Conv', constants, attributes }, ...activationOf(settings)];
    }
    case 'BatchNormalization': {
      const attributes = { epsilon: { float: settings['epsilon'] as number } };
      return [{ opType: 'BatchNormalization', constants, attributes }];
    }
    case 'MaxPooling2D':
      return [{ opType: 'MaxPool', attributes: { kernel_shape: [2, 2], strides: [2, 2] } }];
    case 'Flatten':
      return [{ opType: 'Flatten' }];
    case 'Dropout':
      return [];
    case 'Dense':
      return [{ opType: 'Gemm', constants }, ...activationOf(settings)];
    default:
      throw new Error(`ONNX: there is no mapping for the layer ${className}.`);
  }
}

function activationOf(settings: LayerSpec['settings']): readonly Node[] {
  if (settings['activation'] === 'relu') return [{ opType: 'Relu' }];
  return settings['activation'] === 'sigmoid' ? [{ opType: 'Sigmoid' }] : [];
}

function nodeFields({ opType, constants = [], attributes = {} }: Node, index: number, isLast: boolean): Fields {
  const input = index === 0 ? 'x' : `y${index - 1}`;
  const attribute = Object.entries(attributes).map(([name, value]) => attributeFields(name, value));
  return { 1: [input, ...constants], 2: isLast ? 'output' : `y${index}`, 4: opType, 5: attribute };
}

function attributeFields(name: string, value: Attribute): Fields {
  if (typeof value === 'string') return { 1: name, 4: value, 20: ATTRIBUTE.string };
  if ('float' in value) return { 1: name, 2: value, 20: ATTRIBUTE.float };
  return { 1: name, 8: value, 20: ATTRIBUTE.ints };
}

const tensorFields = (name: string, { shape, data }: Values): Fields => ({
  1: shape,
  2: FLOAT,
  8: name,
  9: new Uint8Array(data.buffer),
});

/** A float tensor's name and shape. */
const valueInfo = (name: string, shape: readonly number[]): Fields => ({
  1: name,
  2: { 1: { 1: FLOAT, 2: { 1: shape.map((size) => ({ 1: size })) } } },
});
