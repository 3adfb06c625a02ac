import type { Device } from '../../engine/device.ts';
import { spec } from '../../engine/shape.ts';
import { Variable } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import type { Layer } from '../layers/layer.ts';
import { placedWeights, unplace, waitingWeights } from '../models/layer-weights.ts';
import { placeWeights } from '../models/model-weights.ts';
import type { Network } from '../models/network.ts';
import { setNetworkWeights } from '../models/network-weights.ts';
import type { Preprocessing } from '../models/preprocessing.ts';
import type { WeightArray } from '../models/weight-array.ts';
import { checkOptionNames } from '../options.ts';
import type { PredictionData } from '../training/source.ts';
import { ForwardPlans } from './forward-plans.ts';
import { type Prediction, type PredictOptions, predictAll } from './predict-all.ts';

/** What a predictor is made of besides the network. */
export interface PredictorOptions {
  readonly device: Device;
  /** Values of all weights. Default: those that the network's layers have. */
  readonly weights?: readonly WeightArray[];
  /** What was saved with the network of how images become its inputs. Default: nothing. */
  readonly preprocessing?: Preprocessing;
}

/**
 * A network that is used and not trained: its weights on a device, and the forward pass. It brings in nothing of losses,
 * optimizers and training, which makes it small where only predictions are wanted.
 *
 * ```ts
 * const predictor = new Predictor(model, { device });
 * const { data } = await predictor.predict({ x: pixels, xShape: [1, 28, 28, 1] });
 * ```
 */
export class Predictor {
  readonly network: Network;
  readonly device: Device;
  readonly preprocessing: Preprocessing;
  readonly #plans: ForwardPlans;
  readonly #seed: Variable;
  /** Layers whose weights were put on the device for this. */
  readonly #own: readonly Layer[];

  /**
   * @throws NotBuiltError when the network does not know its input's shape.
   * @throws ValueError when there are no weights, or they are on another device; ShapeError for weights that do not fit.
   */
  constructor(network: Network, options: PredictorOptions) {
    checkOptionNames('Predictor', options, ['device', 'weights', 'preprocessing']);
    const { device, weights, preprocessing = {} } = options;
    if (weights !== undefined) setNetworkWeights(network, weights);
    const leaves = network.leaves();
    const without = leaves.find(
      (leaf) => leaf.weights.length > 0 && !placedWeights(leaf.layer) && !waitingWeights(leaf.layer),
    );
    if (without !== undefined) {
      throw new ValueError(
        `The layer "${without.path}" of the model "${network.name}" has no weights. Give the predictor some: { device, weights }.`,
        { layer: without.path },
      );
    }
    this.network = network;
    this.device = device;
    this.preprocessing = preprocessing;
    this.#own = leaves.flatMap(({ layer }) => (placedWeights(layer) === undefined ? [layer] : []));
    placeWeights(device, network.name, leaves, 0);
    this.#seed = new Variable(device, 'seed', { ...spec([1], 'u32'), data: new Uint32Array(1) }, false);
    this.#plans = new ForwardPlans(network, device, { seed: this.#seed });
  }

  /** The outputs for data in its order: batches, or inputs `{ x, xShape }`. There is a plan for each shape of batch. */
  predict(data: PredictionData, options: PredictOptions = {}): Promise<Prediction> {
    return predictAll(this.network, data, options, (batch) => this.#plans.predict(batch));
  }

  /** Gives back the memory of the plans, and of weights that were put on the device for this. */
  dispose(): void {
    this.#plans.dispose();
    this.#seed.dispose();
    unplace(this.#own);
  }
}
