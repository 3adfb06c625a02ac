import { activated } from './activations.ts';
import type { OnnxValue } from './onnx-graph.ts';
import type { OnnxLayer } from './onnx-layer.ts';
import { permuted } from './permuted.ts';
import { placeTransposedWindow, placeWindow } from './windows.ts';

/** Filters as ONNX has them: `[outputs, inputs of a group, height, width]`. */
interface Filters {
  readonly shape: readonly [number, number, number, number];
  readonly data: Float32Array;
  readonly groups: number;
}

/** The layer `Conv2D`. */
export function conv2D(layer: OnnxLayer): OnnxValue {
  const { shape, data } = layer.weight('kernel');
  const [height, width, channels, outputs] = shape;
  const filters: Filters = {
    shape: [outputs, channels, height, width],
    data: permuted(data, shape, [3, 2, 0, 1]),
    groups: layer.number('groups', 1),
  };
  return activated(layer, convolution(layer, layer.image, filters, bias(layer)));
}

/** The layer `DepthwiseConv2D`: a group for each channel. */
export function depthwiseConv2D(layer: OnnxLayer): OnnxValue {
  return activated(layer, convolution(layer, layer.image, depthwiseFilters(layer), bias(layer)));
}

/** The layer `SeparableConv2D`: a depthwise convolution, then one by one pixel. */
export function separableConv2D(layer: OnnxLayer): OnnxValue {
  const { shape, data } = layer.weight('pointwiseKernel');
  const [, , channels, outputs] = shape;
  const pointwise = permuted(data, shape, [3, 2, 0, 1]);
  const x = convolution(layer, layer.image, depthwiseFilters(layer), undefined);
  const w = layer.graph.floats('pointwiseKernel', [outputs, channels, 1, 1], pointwise);
  const b = bias(layer);
  const inputs = b === undefined ? [x.name, w] : [x.name, w, layer.graph.floats('bias', [outputs], b)];
  const name = layer.graph.node('Conv', inputs);
  return activated(layer, { name, shape: [x.shape[0], x.shape[1], outputs], channelsFirst: true });
}

/** The layer `Conv2DTranspose`, whose kernel is `[height, width, outputs, inputs]`. */
export function conv2DTranspose(layer: OnnxLayer): OnnxValue {
  const { graph, image } = layer;
  const { shape, data } = layer.weight('kernel');
  const [height, width, outputs, channels] = shape;
  const added = layer.settings['outputPadding'] == null ? ([null, null] as const) : layer.pair('outputPadding');
  const windows = windowsOf(layer, height, width);
  const [rows, columns] = windows.map((window, i) =>
    placeTransposedWindow(image.shape[i], window, layer.text('padding', 'valid'), added[i]),
  );
  const w = graph.floats('kernel', [channels, outputs, height, width], permuted(data, shape, [3, 2, 0, 1]));
  const b = bias(layer);
  const inputs = [image.name, w, ...(b === undefined ? [] : [graph.floats('bias', [outputs], b)])];
  const name = graph.node('ConvTranspose', inputs, {
    strides: { ints: windows.map(({ stride }) => stride) },
    dilations: { ints: windows.map(({ dilation }) => dilation) },
    pads: { ints: [rows.before, columns.before, rows.after, columns.after] },
    output_padding: { ints: [rows.added, columns.added] },
  });
  return activated(layer, { name, shape: [rows.out, columns.out, outputs], channelsFirst: true });
}

function depthwiseFilters(layer: OnnxLayer): Filters {
  const { shape, data } = layer.weight('depthwiseKernel', 'kernel');
  const [height, width, channels, multiplier] = shape;
  return {
    shape: [channels * multiplier, 1, height, width],
    data: permuted(data, shape, [2, 3, 0, 1]),
    groups: channels,
  };
}

function convolution(layer: OnnxLayer, image: OnnxValue, filters: Filters, b: Float32Array | undefined): OnnxValue {
  const [outputs, , height, width] = filters.shape;
  const windows = windowsOf(layer, height, width);
  const [rows, columns] = windows.map((window, i) =>
    placeWindow(image.shape[i], window, layer.text('padding', 'valid')),
  );
  const { graph } = layer;
  const w = graph.floats('kernel', filters.shape, filters.data);
  const inputs = [image.name, w, ...(b === undefined ? [] : [graph.floats('bias', [outputs], b)])];
  const name = graph.node('Conv', inputs, {
    strides: { ints: windows.map(({ stride }) => stride) },
    dilations: { ints: windows.map(({ dilation }) => dilation) },
    pads: { ints: [rows.before, columns.before, rows.after, columns.after] },
    group: { int: filters.groups },
  });
  return { name, shape: [rows.out, columns.out, outputs], channelsFirst: true };
}

function windowsOf(layer: OnnxLayer, height: number, width: number) {
  const strides = layer.pair('strides', 1);
  const dilations = layer.pair('dilationRate', 1);
  return [height, width].map((size, i) => ({ size, stride: strides[i], dilation: dilations[i] }));
}

const bias = (layer: OnnxLayer): Float32Array | undefined => layer.optionalWeight('bias')?.data;
