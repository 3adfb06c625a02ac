import { FormatError } from '../../errors.ts';
import { isObject, type JsonObject, listOf } from './json-value.ts';

/**
 * Keras's InceptionResNetV2 has a layer of its own, which takes a and b and gives a + scale · b. This puts the two layers
 * that do the same in its place.
 * https://github.com/keras-team/keras/blob/master/keras/src/applications/inception_resnet_v2.py
 */
export function withoutScaledResiduals(layers: readonly JsonObject[]): readonly JsonObject[] {
  return layers.flatMap((layer) => {
    const { class_name: className, config, inbound_nodes: inbound } = layer;
    if (className !== 'CustomScaleLayer' || !isObject(config)) return [layer];
    const name = String(layer['name'] ?? config['name']);
    const scaled = `${name}_scale`;
    const calls = listOf(inbound, `The inbound nodes of the layer "${name}"`).map(takenBy(name));
    const sum = calls.map(({ history, first }, i) => ({ args: [[first, history(scaled, i)]], kwargs: {} }));
    const rescaling = { name: scaled, scale: config['scale'], offset: 0 };
    return [
      {
        class_name: 'Rescaling',
        name: scaled,
        config: rescaling,
        inbound_nodes: calls.map(({ second }) => ({ args: [second], kwargs: {} })),
      },
      { class_name: 'Add', name, config: { name }, inbound_nodes: sum },
    ];
  });
}

const takenBy = (name: string) => (node: unknown) => {
  const tensors = isObject(node) ? listOf(node['args'], `An input of the layer "${name}"`).flat(1) : [];
  const [first, second] = tensors;
  if (tensors.length !== 2 || !isObject(first) || !isObject(second)) {
    throw new FormatError(`The layer "${name}" (CustomScaleLayer) has ${tensors.length} inputs; two are expected.`);
  }
  const history = (layer: string, use: number) => ({ ...second, config: { keras_history: [layer, use, 0] } });
  return { first, second, history };
};
