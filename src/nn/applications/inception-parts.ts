import { Activation } from '../layers/activation.ts';
import { BatchNormalization } from '../layers/batch-normalization.ts';
import { Concatenate } from '../layers/concatenate.ts';
import { Conv2D, type Conv2DOptions } from '../layers/conv2d.ts';
import { AveragePooling2D, MaxPooling2D } from '../layers/pooling2d.ts';
import type { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import type { Size2d } from '../options.ts';
import { creationNames } from './creation-names.ts';

/** What Inception networks are put together from, with the names that Keras gives. */
export class InceptionParts {
  /** The next name of a kind. */
  readonly next: (kind: string) => string = creationNames();

  /** Convolution, batch normalization without factor, and relu. */
  conv(
    x: SymbolicTensor,
    filters: number,
    kernelSize: Size2d,
    options: Pick<Conv2DOptions, 'strides' | 'padding' | 'name'> = {},
  ): SymbolicTensor {
    const { strides = 1, padding = 'same', name } = options;
    const named = (kind: string, suffix: string) => (name === undefined ? this.next(kind) : `${name}${suffix}`);
    let y = new Conv2D({
      filters,
      kernelSize,
      strides,
      padding,
      useBias: false,
      name: named('conv2d', ''),
    }).apply(x);
    y = new BatchNormalization({ scale: false, name: named('batch_normalization', '_bn') }).apply(y);
    return new Activation({ activation: 'relu', name: named('activation', '_ac') }).apply(y);
  }

  /** Convolutions that keep the size, one after the other. */
  convs(x: SymbolicTensor, ...sizes: readonly (readonly [filters: number, kernelSize: Size2d])[]): SymbolicTensor {
    return sizes.reduce((y, [filters, kernelSize]) => this.conv(y, filters, kernelSize), x);
  }

  /** The mean of 3x3 pixels around each. */
  averagePool(x: SymbolicTensor): SymbolicTensor {
    const name = this.next('average_pooling2d');
    return new AveragePooling2D({ poolSize: 3, strides: 1, padding: 'same', name }).apply(x);
  }

  /** The largest of 3x3 pixels, at every second one. */
  maxPool(x: SymbolicTensor): SymbolicTensor {
    return new MaxPooling2D({ poolSize: 3, strides: 2, name: this.next('max_pooling2d') }).apply(x);
  }

  /** The channels of all branches. */
  concat(branches: readonly SymbolicTensor[], name: string = this.next('concatenate')): SymbolicTensor {
    return new Concatenate({ name }).apply(branches);
  }

  /** What both networks begin with: 299x299 pixels to 35x35 of 192 channels. */
  stem(inputs: SymbolicTensor): SymbolicTensor {
    let x = this.conv(inputs, 32, 3, { strides: 2, padding: 'valid' });
    x = this.conv(x, 32, 3, { padding: 'valid' });
    x = this.maxPool(this.conv(x, 64, 3));
    x = this.conv(x, 80, 1, { padding: 'valid' });
    return this.maxPool(this.conv(x, 192, 3, { padding: 'valid' }));
  }
}
