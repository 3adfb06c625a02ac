import { readFileSync } from 'node:fs';
import {
  blockUntilReady,
  type Device,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  random,
  tree,
  valueAndGrad,
} from '@jax-js/jax';
import { type Arrays, forward, initialArrays, type NetworkArrays, uploadImages } from './jax-js-network.ts';
import type { OpenPeer } from './peer.ts';
import type { Workload } from './workload.ts';

/** All that a training step changes. `m` is empty for rmsprop. */
type State = { trained: Arrays; moving: Arrays; m: Arrays; v: Arrays };

/** jax-js, with the step and the prediction under `jit`. */
export async function openJaxJs(workload: Workload, device: Device, adapter: string): Promise<OpenPeer> {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js has no device "${device}" here.`);
  defaultDevice(device);
  const { layers, y, outputs, batchSize } = workload;
  const images = uploadImages(workload);
  const labels = () =>
    outputs === 1
      ? np.array(Float32Array.from(y)).reshape([batchSize, 1])
      : nn.oneHot(np.array(Int32Array.from(y), { dtype: np.int32 }), outputs);
  const { trained, moving } = initialArrays(workload);
  let state: State = { trained, moving, m: zeros(trained), v: zeros(trained) };
  const step = jit(trainStep(workload));
  const predict = jit((arrays: NetworkArrays, x: np.Array) => forward(layers, arrays, x, null).output);
  let steps = 0;
  return {
    adapter,
    version: version(),
    parameters: Object.values({ ...trained, ...moving }).reduce((sum, { size }) => sum + size, 0),
    trainStep: async () => {
      const rate = np.array(stepSize(workload, ++steps));
      const [next, loss] = step(state, images(), labels(), random.key(steps), rate) as [State, np.Array];
      state = next;
      // The loss is known before the new weights are.
      await blockUntilReady(state);
      return (await loss.data())[0] as number;
    },
    predict: async () => {
      const arrays = tree.ref({ trained: state.trained, moving: state.moving });
      return (await predict(arrays, images()).data()) as Float32Array;
    },
  };
}

/** Forward, backward and update as one function of arrays, for `jit`. */
function trainStep({ layers, optimizer, outputs }: Workload) {
  const loss = (trained: Arrays, moving: Arrays, x: np.Array, y: np.Array, key: np.Array): [np.Array, Arrays] => {
    const { output, moving: moved } = forward(layers, { trained, moving }, x, key);
    return [(outputs === 1 ? binaryCrossentropy : crossentropy)(y, output), moved];
  };
  const differentiated = valueAndGrad(loss, { hasAux: true });
  return (
    { trained, moving, m, v }: State,
    x: np.Array,
    y: np.Array,
    key: np.Array,
    rate: np.Array,
  ): [State, np.Array] => {
    const [[value, moved], gradients] = differentiated(tree.ref(trained), moving, x, y, key) as unknown as [
      [np.Array, Arrays],
      Arrays,
    ];
    const next: State = { trained: {}, moving: moved, m: {}, v: {} };
    for (const [name, gradient] of Object.entries(gradients)) {
      const weight = trained[name] as np.Array;
      const square = np.square(gradient.ref);
      let direction = gradient;
      if (optimizer === 'adam') {
        direction = mixed(m[name] as np.Array, gradient, 0.9);
        next.m[name] = direction.ref;
      }
      const moment = mixed(v[name] as np.Array, square, optimizer === 'adam' ? 0.999 : 0.9);
      next.v[name] = moment.ref;
      const root = optimizer === 'adam' ? np.sqrt(moment).add(EPSILON) : np.sqrt(moment.add(EPSILON));
      next.trained[name] = weight.sub(direction.mul(rate.ref).div(root));
    }
    rate.dispose();
    return [next, value];
  };
}

const EPSILON = 1e-7;

const mixed = (old: np.Array, value: np.Array, share: number): np.Array => old.mul(share).add(value.mul(1 - share));

/** Adam's with its bias corrections in the learning rate, as Keras has it. */
const stepSize = ({ optimizer, learningRate }: Workload, step: number): number =>
  optimizer === 'adam' ? (learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step) : learningRate;

const crossentropy = (y: np.Array, logits: np.Array): np.Array =>
  np.mean(np.sum(y.mul(nn.logSoftmax(logits)), 1)).mul(-1);

function binaryCrossentropy(y: np.Array, output: np.Array): np.Array {
  const p = np.clip(output, EPSILON, 1 - EPSILON);
  const no = np.subtract(1, y.ref).mul(np.log(np.subtract(1, p.ref)));
  return np.mean(y.mul(np.log(p)).add(no)).mul(-1);
}

/** Zeros beside each weight. */
const zeros = (arrays: Arrays): Arrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, np.zeros(shape)]));

const version = (): string => {
  const path = new URL('./node_modules/@jax-js/jax/package.json', import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')).version;
};
