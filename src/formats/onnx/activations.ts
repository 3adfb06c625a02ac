import type { OnnxGraph, OnnxValue } from './onnx-graph.ts';
import type { OnnxLayer } from './onnx-layer.ts';

/** Adds the nodes of an activation and gives the name of its result. */
type Activation = (graph: OnnxGraph, x: OnnxValue) => string;

const LEAKY_SLOPE = 0.2;

const unary =
  (operator: string): Activation =>
  (graph, { name }) =>
    graph.node(operator, [name]);

const swish: Activation = (graph, { name }) => graph.node('Mul', [name, graph.node('Sigmoid', [name])]);

/** The axis of the channels, where Keras takes softmax. */
const channelAxis = ({ shape, channelsFirst }: OnnxValue): number => (channelsFirst ? 1 : shape.length);

const overChannels =
  (operator: string): Activation =>
  (graph, x) =>
    graph.node(operator, [x.name], { axis: { int: channelAxis(x) } });

const constant = (graph: OnnxGraph, value: number): string => graph.floats('constant', [], Float32Array.of(value));

/** x·(1 + erf(x/√2))/2. */
const gelu: Activation = (graph, { name }) => {
  const erf = graph.node('Erf', [graph.node('Mul', [name, constant(graph, Math.SQRT1_2)])]);
  const shifted = graph.node('Add', [erf, constant(graph, 1)]);
  return graph.node('Mul', [graph.node('Mul', [name, shifted]), constant(graph, 0.5)]);
};

/** x · tanh(softplus(x)); ONNX has an operator for it from set 18 on. */
const mish: Activation = (graph, { name }) =>
  graph.node('Mul', [name, graph.node('Tanh', [graph.node('Softplus', [name])])]);

const activations: Readonly<Record<string, Activation>> = {
  linear: (_, { name }) => name,
  relu: unary('Relu'),
  relu6: (graph, { name }) => clip(graph, name, 0, 6),
  leakyRelu: (graph, { name }) => graph.node('LeakyRelu', [name], { alpha: { float: LEAKY_SLOPE } }),
  elu: unary('Elu'),
  selu: unary('Selu'),
  gelu,
  mish,
  silu: swish,
  swish,
  sigmoid: unary('Sigmoid'),
  hardSigmoid: (graph, { name }) => graph.node('HardSigmoid', [name], { alpha: { float: 1 / 6 } }),
  hardSilu: unary('HardSwish'),
  hardSwish: unary('HardSwish'),
  tanh: unary('Tanh'),
  softplus: unary('Softplus'),
  softsign: unary('Softsign'),
  exponential: unary('Exp'),
  softmax: overChannels('Softmax'),
  logSoftmax: overChannels('LogSoftmax'),
};

/** min(max(x, low), high); without `high` there is no upper bound. */
export function clip(graph: OnnxGraph, x: string, low: number, high: number | null): string {
  const inputs = [x, constant(graph, low)];
  return graph.node('Clip', high === null ? inputs : [...inputs, constant(graph, high)]);
}

/** What the layer's `activation` makes of a value. */
export function activated(layer: OnnxLayer, x: OnnxValue): OnnxValue {
  const name = layer.text('activation', 'linear');
  if (!Object.hasOwn(activations, name)) return layer.fail(`has the activation "${name}", which is not exported.`);
  return { ...x, name: activations[name](layer.graph, x) };
}

/** The layer `Activation`. */
export const activation = (layer: OnnxLayer): OnnxValue => activated(layer, layer.input);

/** The layer `ReLU` with its slope and bounds. */
export function reLU(layer: OnnxLayer): OnnxValue {
  const { graph, input: x } = layer;
  const slope = layer.number('negativeSlope', 0);
  if (layer.number('threshold', 0) !== 0) return layer.fail('has a threshold; only 0 can be exported.');
  const max = layer.settings['maxValue'] == null ? null : layer.number('maxValue');
  if (slope === 0) {
    return { ...x, name: max === null ? graph.node('Relu', [x.name]) : clip(graph, x.name, 0, max) };
  }
  const leaky = graph.node('LeakyRelu', [x.name], { alpha: { float: slope } });
  return { ...x, name: max === null ? leaky : graph.node('Min', [leaky, constant(graph, max)]) };
}

/** The layer `LeakyReLU`. */
export function leakyReLU(layer: OnnxLayer): OnnxValue {
  const alpha = { float: layer.number('negativeSlope', layer.number('alpha', 0.3)) };
  return { ...layer.input, name: layer.graph.node('LeakyRelu', [layer.input.name], { alpha }) };
}

/** The layer `ELU`. */
export function eLU(layer: OnnxLayer): OnnxValue {
  const alpha = { float: layer.number('alpha', 1) };
  return { ...layer.input, name: layer.graph.node('Elu', [layer.input.name], { alpha }) };
}

/** The layer `Softmax`. */
export function softmax(layer: OnnxLayer): OnnxValue {
  const x = layer.graph.channelsLast(layer.input);
  const axis = layer.number('axis', -1);
  return { ...x, name: layer.graph.node('Softmax', [x.name], { axis: { int: axis } }) };
}
