import type { OnnxValue } from './onnx-graph.ts';
import type { OnnxLayer } from './onnx-layer.ts';
import { placeWindow } from './windows.ts';

/** The layers `MaxPooling2D` and `AveragePooling2D`; a mean leaves out what is padding, as in Keras. */
export const pooling2D =
  (operator: 'MaxPool' | 'AveragePool') =>
  (layer: OnnxLayer): OnnxValue => {
    const { graph, image } = layer;
    const sizes = layer.pair('poolSize', 2);
    const strides = layer.settings['strides'] == null ? sizes : layer.pair('strides');
    const [rows, columns] = sizes.map((size, i) =>
      placeWindow(image.shape[i], { size, stride: strides[i], dilation: 1 }, layer.text('padding', 'valid')),
    );
    const name = graph.node(operator, [image.name], {
      kernel_shape: { ints: sizes },
      strides: { ints: strides },
      pads: { ints: [rows.before, columns.before, rows.after, columns.after] },
    });
    return { name, shape: [rows.out, columns.out, image.shape[2]], channelsFirst: true };
  };

/** The layers `GlobalAveragePooling2D` and `GlobalMaxPooling2D`. */
export const globalPooling2D =
  (operator: 'GlobalAveragePool' | 'GlobalMaxPool') =>
  (layer: OnnxLayer): OnnxValue => {
    const { graph, image } = layer;
    const channels = image.shape[2];
    const pooled = graph.node(operator, [image.name]);
    if (layer.settings['keepdims'] === true || layer.settings['keepDims'] === true) {
      return { name: pooled, shape: [1, 1, channels], channelsFirst: true };
    }
    return { name: graph.node('Flatten', [pooled]), shape: [channels], channelsFirst: false };
  };
