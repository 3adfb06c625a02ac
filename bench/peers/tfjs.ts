import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import type { OpenPeer } from './peer.ts';
import type { LayerSpec, Workload } from './workload.ts';

/** TensorFlow.js: its layers API, whose names and weights are Keras's, and `trainOnBatch`. */
export async function openTfjs(workload: Workload, adapter: string): Promise<OpenPeer> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js could not set up its backend "webgpu".');
  const model = tf.sequential({ layers: workload.layers.map(layerOf) });
  model.setWeights(keyedWeights(workload, model));
  const { batchSize, inputShape, x, y, outputs, learningRate } = workload;
  model.compile({
    optimizer:
      workload.optimizer === 'adam'
        ? tf.train.adam(learningRate, 0.9, 0.999, 1e-7)
        : tf.train.rmsprop(learningRate, 0.9, 0, 1e-7),
    loss: outputs === 1 ? 'binaryCrossentropy' : (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits),
  });
  const numbers = Float32Array.from(x);
  const images = () => tf.tensor(numbers, [batchSize, ...inputShape]);
  const labels = () =>
    outputs === 1 ? tf.tensor2d(Float32Array.from(y), [batchSize, 1]) : tf.oneHot(Int32Array.from(y), outputs);
  return {
    adapter,
    version: tf.version_core,
    parameters: model.countParams(),
    trainStep: async () => {
      const [batch, targets] = [images(), labels()];
      const loss = await model.trainOnBatch(batch, targets);
      tf.dispose([batch, targets]);
      return loss as number;
    },
    predict: async () => {
      const result = tf.tidy(() => model.predictOnBatch(images()) as tf.Tensor);
      const data = (await result.data()) as Float32Array;
      result.dispose();
      return data;
    },
  };
}

function layerOf({ className, settings, inputShape }: LayerSpec, index: number): tf.layers.Layer {
  const first = index === 0 ? { inputShape: [...inputShape] } : {};
  const { filters, kernelSize, padding, activation, units, rate, scale, momentum, epsilon, poolSize } =
    settings as Record<string, never>;
  switch (className) {
    case 'Rescaling':
      return tf.layers.rescaling({ scale, ...first });
    case 'Conv2D':
      return tf.layers.conv2d({ filters, kernelSize, padding, activation });
    case 'BatchNormalization':
      return tf.layers.batchNormalization({ momentum, epsilon });
    case 'MaxPooling2D':
      return tf.layers.maxPooling2d({ poolSize });
    case 'Flatten':
      return tf.layers.flatten();
    case 'Dropout':
      return tf.layers.dropout({ rate });
    case 'Dense':
      return tf.layers.dense({ units, activation });
    default:
      throw new Error(`TensorFlow.js: there is no mapping for the layer ${className}.`);
  }
}

/** The initial weights in the order that the model wants: trained ones first, then moving statistics. */
function keyedWeights({ layers }: Workload, model: tf.Sequential): tf.Tensor[] {
  const all = layers.flatMap(({ weights }) => weights);
  const trained = all.filter(({ name }) => !name.includes('/moving'));
  const moving = all.filter(({ name }) => name.includes('/moving'));
  const ordered = [...trained, ...moving].map(({ data, shape }) => tf.tensor(data, [...shape]));
  if (ordered.length !== model.getWeights().length) {
    throw new Error(`TensorFlow.js has ${model.getWeights().length} weights, but cnn-gpu has ${ordered.length}.`);
  }
  return ordered;
}
