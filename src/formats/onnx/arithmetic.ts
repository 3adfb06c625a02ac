import { activated } from './activations.ts';
import type { OnnxValue } from './onnx-graph.ts';
import type { OnnxLayer } from './onnx-layer.ts';

/** Layers that take several values of one rank and join them number by number; sizes of 1 stretch. */
export const merging =
  (operator: 'Add' | 'Sub' | 'Mul' | 'Max' | 'Min') =>
  (layer: OnnxLayer): OnnxValue => {
    const { graph } = layer;
    const parts = aligned(layer);
    const name = parts.map((part) => part.name).reduce((all, next) => graph.node(operator, [all, next]));
    return joined(parts, name);
  };

/** The layer `Average`. */
export function average(layer: OnnxLayer): OnnxValue {
  const parts = aligned(layer);
  const name = layer.graph.node(
    'Mean',
    parts.map((part) => part.name),
  );
  return joined(parts, name);
}

/** The layer `CustomScaleLayer`: the first value plus a multiple of the second. */
export function customScale(layer: OnnxLayer): OnnxValue {
  const { graph } = layer;
  const [x, residual] = aligned(layer);
  const scale = graph.floats('scale', [], Float32Array.of(layer.number('scale')));
  return joined([x, residual], graph.node('Add', [x.name, graph.node('Mul', [residual.name, scale])]));
}

function aligned(layer: OnnxLayer): readonly OnnxValue[] {
  const { graph, inputs } = layer;
  if (inputs.length < 2) return layer.fail(`joins at least two values; ${inputs.length} are connected.`);
  if (new Set(inputs.map(({ shape }) => shape.length)).size > 1) {
    return layer.fail('joins values of different ranks, which is not exported.');
  }
  const images = inputs.some(({ channelsFirst }) => channelsFirst);
  return inputs.map((value) => (images ? graph.channelsFirst(value) : value));
}

function joined(parts: readonly OnnxValue[], name: string): OnnxValue {
  const shape = parts[0].shape.map((_, axis) => Math.max(...parts.map((part) => part.shape[axis])));
  return { name, shape, channelsFirst: parts[0].channelsFirst };
}

/** The layer `Dense`, on the last axis. */
export function dense(layer: OnnxLayer): OnnxValue {
  const { graph } = layer;
  const x = graph.channelsLast(layer.input);
  const kernel = layer.weight('kernel');
  const units = kernel.shape[1];
  const w = graph.floats('kernel', kernel.shape, kernel.data);
  const bias = layer.optionalWeight('bias');
  const b = bias === undefined ? [] : [graph.floats('bias', [units], bias.data)];
  const shape = [...x.shape.slice(0, -1), units];
  if (shape.length === 1) {
    return activated(layer, { name: graph.node('Gemm', [x.name, w, ...b]), shape, channelsFirst: false });
  }
  const y = graph.node('MatMul', [x.name, w]);
  const name = b.length === 0 ? y : graph.node('Add', [y, ...b]);
  return activated(layer, { name, shape, channelsFirst: false });
}

/** The layer `Rescaling`: x · scale + offset, by one number or one for each channel. */
export function rescaling(layer: OnnxLayer): OnnxValue {
  const scale = numbers(layer, 'scale', 1);
  const offset = numbers(layer, 'offset', 0);
  return scaled(layer, scale, offset);
}

/** The layer `Normalization`: (x − mean) / √variance, or back with `invert`; a root below 1e-7 counts as that. */
export function normalization(layer: OnnxLayer): OnnxValue {
  const mean = layer.optionalWeight('mean')?.data ?? numbers(layer, 'mean', 0);
  const variance = layer.optionalWeight('variance')?.data ?? numbers(layer, 'variance', 1);
  const channels = layer.input.shape.at(-1) ?? 1;
  if ([mean, variance].some(({ length }) => length !== 1 && length !== channels)) {
    return layer.fail('has a mean or variance for other axes than the last, which is not exported.');
  }
  const roots = Array.from(variance, (value) => Math.max(Math.sqrt(value), 1e-7));
  const { graph, input: x } = layer;
  const m = graph.factors('mean', mean, x);
  const root = graph.factors('root', roots, x);
  const name =
    layer.settings['invert'] === true
      ? graph.node('Add', [graph.node('Mul', [x.name, root]), m])
      : graph.node('Div', [graph.node('Sub', [x.name, m]), root]);
  return { ...x, name };
}

/** The layer `BatchNormalization` by its moving statistics. */
export function batchNormalization(layer: OnnxLayer): OnnxValue {
  const { graph, input } = layer;
  const mean = layer.weight('movingMean').data;
  const variance = layer.weight('movingVariance').data;
  const gamma = layer.optionalWeight('gamma')?.data ?? new Float32Array(mean.length).fill(1);
  const beta = layer.optionalWeight('beta')?.data ?? new Float32Array(mean.length);
  const epsilon = layer.number('epsilon', 1e-3);
  if (input.shape.length !== 3) {
    const scale = gamma.map((value, i) => value / Math.sqrt(variance[i] + epsilon));
    return scaled(
      layer,
      scale,
      beta.map((value, i) => value - mean[i] * scale[i]),
    );
  }
  const x = graph.channelsFirst(input);
  const weights = Object.entries({ gamma, beta, mean, variance }).map(([name, data]) =>
    graph.floats(name, [data.length], data),
  );
  const name = graph.node('BatchNormalization', [x.name, ...weights], { epsilon: { float: epsilon } });
  return { ...x, name };
}

/** The layer `LayerNormalization`, on the last axis. */
export function layerNormalization(layer: OnnxLayer): OnnxValue {
  const { graph } = layer;
  const x = graph.channelsLast(layer.input);
  const size = x.shape[x.shape.length - 1];
  const gamma = layer.optionalWeight('gamma')?.data ?? new Float32Array(size).fill(1);
  const beta = layer.optionalWeight('beta')?.data ?? new Float32Array(size);
  const weights = [graph.floats('gamma', [size], gamma), graph.floats('beta', [size], beta)];
  const epsilon = { float: layer.number('epsilon', 1e-3) };
  return { ...x, name: graph.node('LayerNormalization', [x.name, ...weights], { axis: { int: -1 }, epsilon }) };
}

function scaled(
  { graph, input: x }: OnnxLayer,
  scale: readonly number[] | Float32Array,
  offset: readonly number[] | Float32Array,
): OnnxValue {
  const name = scale.every((value) => value === 1)
    ? x.name
    : graph.node('Mul', [x.name, graph.factors('scale', scale, x)]);
  if (offset.every((value) => value === 0)) return { ...x, name };
  return { ...x, name: graph.node('Add', [name, graph.factors('offset', offset, x)]) };
}

function numbers(layer: OnnxLayer, key: string, otherwise: number): readonly number[] {
  const value = layer.settings[key] ?? otherwise;
  const list = (Array.isArray(value) ? value.flat(4) : [value]) as unknown[];
  if (list.every((item) => typeof item === 'number')) return list;
  return layer.fail(`has ${JSON.stringify(value)} as ${key}; numbers are expected.`);
}
