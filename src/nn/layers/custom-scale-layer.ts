import { type Shape, showShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import { add, rescale } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface CustomScaleLayerOptions extends LayerOptions {
  /** Factor on the second input. */
  readonly scale: number;
}

/**
 * The first input plus `scale` times the second: a residual connection that is weakened to keep training stable. Named as
 * in Keras, so that files of its models can be read. C. Szegedy et al., 2016, section 3.3;
 * https://github.com/keras-team/keras/blob/master/keras/src/applications/inception_resnet_v2.py
 */
export class CustomScaleLayer extends Layer<{ scale: number }> {
  override readonly takesSeveral = true;

  constructor(options: CustomScaleLayerOptions) {
    super('CustomScaleLayer', options, { scale: undefined });
    checkNumber('CustomScaleLayer: scale', this.settings.scale);
  }

  computeOutputShape(inputs: readonly Shape[]): Shape {
    const [x, residual] = inputs;
    if (inputs.length !== 2) {
      throw new ValueError(`CustomScaleLayer takes two inputs; it was applied to ${inputs.length}.`);
    }
    if (showShape(x) === showShape(residual)) return x;
    throw new ShapeError(
      'CustomScaleLayer',
      { x, residual },
      `cannot add ${showShape(residual)} to ${showShape(x)}; the shapes must be equal.`,
    );
  }

  call([x, residual]: readonly Tensor[]): Tensor {
    return add(x, rescale(residual, { scale: this.settings.scale, offset: 0 }));
  }
}
