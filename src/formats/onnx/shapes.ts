import type { OnnxValue } from './onnx-graph.ts';
import type { OnnxLayer } from './onnx-layer.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** A value in another shape, with its channels last first, or the numbers would come in another order. */
function reshaped(layer: OnnxLayer, shape: readonly number[]): OnnxValue {
  const x = layer.graph.channelsLast(layer.input);
  // In ONNX, a size of 0 keeps what the input has there: the batch.
  const name = layer.graph.node('Reshape', [x.name, layer.graph.integers('shape', [0, ...shape])]);
  return { name, shape, channelsFirst: false };
}

/** The layer `Flatten`. */
export const flatten = (layer: OnnxLayer): OnnxValue => reshaped(layer, [product(layer.input.shape)]);

/** The layer `Reshape`. */
export function reshape(layer: OnnxLayer): OnnxValue {
  const target = layer.settings['targetShape'];
  if (!Array.isArray(target)) return layer.fail('has no targetShape.');
  const known = product(target.filter((size) => size !== -1));
  return reshaped(
    layer,
    target.map((size) => (size === -1 ? product(layer.input.shape) / known : size)),
  );
}

type Sides = readonly [readonly [number, number], readonly [number, number]];

/** One number for all sides, two for above and below and left and right, or all four. */
function sidesOf(layer: OnnxLayer, key: string, otherwise: Sides | number): Sides {
  const given = layer.settings[key] ?? otherwise;
  const [vertical, horizontal] = Array.isArray(given) ? given : [given, given];
  const two = (side: unknown) => (Array.isArray(side) ? side : [side, side]);
  const sides = [two(vertical), two(horizontal)];
  if (!sides.flat().every((n) => Number.isInteger(n))) {
    return layer.fail(`has ${JSON.stringify(given)} as ${key}; [[top, bottom], [left, right]] is expected.`);
  }
  return sides as unknown as Sides;
}

/** The layer `ZeroPadding2D`. */
export function zeroPadding2D(layer: OnnxLayer): OnnxValue {
  const { graph, image } = layer;
  const [[top, bottom], [left, right]] = sidesOf(layer, 'padding', 1);
  const [height, width, channels] = image.shape;
  const pads = graph.integers('pads', [0, 0, top, left, 0, 0, bottom, right]);
  const name = graph.node('Pad', [image.name, pads], { mode: { text: 'constant' } });
  return { name, shape: [height + top + bottom, width + left + right, channels], channelsFirst: true };
}

/** The layer `Cropping2D`. */
export function cropping2D(layer: OnnxLayer): OnnxValue {
  const [[top, bottom], [left, right]] = sidesOf(layer, 'cropping', 0);
  const [height, width] = layer.image.shape;
  return cut(layer, { top, left, height: height - top - bottom, width: width - left - right });
}

/** The layer `CenterCrop`; images that are too small are resized, cropped to the aspect ratio. */
export function centerCrop(layer: OnnxLayer): OnnxValue {
  const [rows, columns] = layer.image.shape;
  const [height, width] = [layer.number('height'), layer.number('width')];
  if (height <= rows && width <= columns) return middle(layer, height, width);
  return resized(layer, aspectCrop(layer, height, width), { height, width, interpolation: 'bilinear' });
}

/** The largest part in the middle whose height and width are in the given ratio. */
function aspectCrop(layer: OnnxLayer, height: number, width: number): OnnxValue {
  const [rows, columns] = layer.image.shape;
  const cropRows = Math.max(Math.min(rows, Math.floor((columns * height) / width)), 1);
  const cropColumns = Math.max(Math.min(columns, Math.floor((rows * width) / height)), 1);
  return middle(layer, cropRows, cropColumns);
}

function middle(layer: OnnxLayer, height: number, width: number): OnnxValue {
  const [rows, columns] = layer.image.shape;
  const box = { top: Math.floor((rows - height) / 2), left: Math.floor((columns - width) / 2), height, width };
  return cut(layer, box);
}

function cut(layer: OnnxLayer, box: { top: number; left: number; height: number; width: number }): OnnxValue {
  const { graph, image } = layer;
  const starts = graph.integers('starts', [box.top, box.left]);
  const ends = graph.integers('ends', [box.top + box.height, box.left + box.width]);
  const name = graph.node('Slice', [image.name, starts, ends, graph.integers('axes', [2, 3])]);
  return { name, shape: [box.height, box.width, image.shape[2]], channelsFirst: true };
}

/** The layer `UpSampling2D`. */
export function upSampling2D(layer: OnnxLayer): OnnxValue {
  const [height, width] = layer.image.shape;
  const [vertical, horizontal] = layer.pair('size', 2);
  return resized(layer, layer.image, {
    height: height * vertical,
    width: width * horizontal,
    interpolation: layer.text('interpolation', 'nearest'),
  });
}

/** The layer `Resizing`. */
export function resizing(layer: OnnxLayer): OnnxValue {
  const [height, width] = [layer.number('height'), layer.number('width')];
  const image = layer.settings['cropToAspectRatio'] === true ? aspectCrop(layer, height, width) : layer.image;
  return resized(layer, image, { height, width, interpolation: layer.text('interpolation', 'bilinear') });
}

/** Half-pixel centers and no antialiasing, as in TensorFlow. */
function resized(
  layer: OnnxLayer,
  image: OnnxValue,
  { height, width, interpolation }: { height: number; width: number; interpolation: string },
): OnnxValue {
  const { graph } = layer;
  if (interpolation !== 'nearest' && interpolation !== 'bilinear') {
    return layer.fail(`has the interpolation "${interpolation}"; "nearest" and "bilinear" can be exported.`);
  }
  const [rows, columns, channels] = image.shape;
  const scales = graph.floats('scales', [4], Float32Array.of(1, 1, scaleTo(rows, height), scaleTo(columns, width)));
  const name = graph.node('Resize', [image.name, '', scales], {
    mode: { text: interpolation === 'nearest' ? 'nearest' : 'linear' },
    coordinate_transformation_mode: { text: 'half_pixel' },
    nearest_mode: { text: 'round_prefer_ceil' },
  });
  return { name, shape: [height, width, channels], channelsFirst: true };
}

/** ONNX takes the whole part of size · scale, which must not fall below what is wanted by rounding. */
function scaleTo(from: number, to: number): number {
  const scale = Math.fround(to / from);
  return from * scale < to ? scale * (1 + 2 ** -23) : scale;
}

/** The layer `Concatenate`. */
export function concatenate(layer: OnnxLayer): OnnxValue {
  const { graph, inputs } = layer;
  const rank = inputs[0].shape.length + 1;
  const given = layer.number('axis', -1);
  const axis = given < 0 ? given + rank : given;
  const images = rank === 4 && inputs.some(({ channelsFirst }) => channelsFirst);
  const parts = inputs.map((value) => (images ? graph.channelsFirst(value) : graph.channelsLast(value)));
  const name = graph.node(
    'Concat',
    parts.map((part) => part.name),
    { axis: { int: images ? [0, 2, 3, 1][axis] : axis } },
  );
  const joined = parts.reduce((sum, { shape }) => sum + shape[axis - 1], 0);
  const shape = parts[0].shape.map((size, i) => (i === axis - 1 ? joined : size));
  return { name, shape, channelsFirst: images };
}
