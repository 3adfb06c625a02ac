import type { OnnxValue } from './onnx-graph.ts';
import type { OnnxLayer } from './onnx-layer.ts';

/** (channel − mean) / deviation, for the channels in the order that `order` takes them in. */
interface Form {
  readonly order: readonly number[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** https://github.com/keras-team/keras/blob/master/keras/src/applications/imagenet_utils.py (preprocess_input) */
const FORMS: Readonly<Record<string, Form>> = {
  caffe: { order: [2, 1, 0], mean: [103.939, 116.779, 123.68], deviation: [1] },
  tf: { order: [0, 1, 2], mean: [127.5], deviation: [127.5] },
  torch: {
    order: [0, 1, 2],
    mean: [0.485, 0.456, 0.406].map((share) => 255 * share),
    deviation: [0.229, 0.224, 0.225].map((share) => 255 * share),
  },
};

/** The layer `ImagenetPreprocessing`. */
export function imagenetPreprocessing(layer: OnnxLayer): OnnxValue {
  const { graph, image } = layer;
  const mode = layer.text('mode');
  if (mode === 'none') return image;
  if (!Object.hasOwn(FORMS, mode)) return layer.fail(`has the mode "${mode}", which is not known.`);
  const { order, mean, deviation } = FORMS[mode];
  const isSorted = order.every((from, channel) => from === channel);
  const x = isSorted
    ? image
    : { ...image, name: graph.node('Gather', [image.name, graph.integers('order', order)], { axis: { int: 1 } }) };
  const centered = graph.node('Sub', [x.name, graph.factors('mean', mean, x)]);
  return { ...x, name: graph.node('Div', [centered, graph.factors('deviation', deviation, x)]) };
}
