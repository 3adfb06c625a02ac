import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { boundedRelu, leakyRelu, relu, relu6 } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface ReLUOptions extends LayerOptions {
  /** The largest output; null (the default) for none. */
  readonly maxValue?: number | null;
  /** Factor on x − threshold up to the threshold. Default 0. */
  readonly negativeSlope?: number;
  /** Where the function begins to give x itself. Default 0. */
  readonly threshold?: number;
}

/** min(x, maxValue) above the threshold, negativeSlope · (x − threshold) up to it. https://keras.io/api/layers/activation_layers/relu/ */
export class ReLU extends Layer<Required<Omit<ReLUOptions, keyof LayerOptions>>> {
  constructor(options: ReLUOptions = {}) {
    super('ReLU', options, { maxValue: null, negativeSlope: 0, threshold: 0 });
    for (const [key, value] of Object.entries(this.settings)) {
      if (key === 'maxValue' && value === null) continue;
      checkNumber(`ReLU: ${key}`, value as number);
      if ((value as number) < 0) {
        throw new ValueError(`ReLU: ${key} is ${value}; a number of at least 0 is expected.`, { [key]: value });
      }
    }
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return input;
  }

  call([x]: readonly Tensor[]): Tensor {
    const { maxValue, negativeSlope, threshold } = this.settings;
    if (threshold === 0 && maxValue === null) return negativeSlope === 0 ? relu(x) : leakyRelu(x, { negativeSlope });
    if (threshold === 0 && maxValue === 6 && negativeSlope === 0) return relu6(x);
    return boundedRelu(x, this.settings);
  }
}
