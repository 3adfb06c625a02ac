import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import { concat, rescale, slice } from '../../ops/index.ts';
import { CHANNEL_FORMS } from '../applications/preprocess-input.ts';
import { PREPROCESSING_MODES, type PreprocessingMode } from '../applications/preprocessing-mode.ts';
import { checkChoice } from '../options.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface ImagenetPreprocessingOptions extends LayerOptions {
  /** What the weights that follow expect. */
  readonly mode: PreprocessingMode;
}

/**
 * Brings images of red, green and blue from 0 to 255 into the form that an application's weights expect, as part of the
 * model, which is then fed and saved with it. `preprocessInput` does the same to a data set.
 * https://keras.io/api/applications/
 */
export class ImagenetPreprocessing extends Layer<{ mode: PreprocessingMode }> {
  constructor(options: ImagenetPreprocessingOptions) {
    super('ImagenetPreprocessing', options, { mode: undefined });
    checkChoice('ImagenetPreprocessing: mode', this.settings.mode, PREPROCESSING_MODES);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const { mode } = this.settings;
    const [, , channels] = imageShape('ImagenetPreprocessing', input);
    if (channels === 3 || mode === 'tf' || mode === 'none') return input;
    throw new ShapeError(
      'ImagenetPreprocessing',
      { input },
      `takes images of three channels for '${mode}'; its input is [${input.join(', ')}].`,
    );
  }

  call([x]: readonly Tensor[]): Tensor {
    const { mode } = this.settings;
    if (mode === 'none') return x;
    if (mode === 'tf') return rescale(x, { scale: 1 / 127.5, offset: -1 });
    const size = [...x.shape.slice(0, -1), 1];
    const channels = CHANNEL_FORMS[mode].map(({ from, mean, deviation }) =>
      rescale(slice(x, [0, 0, 0, from], size), { scale: 1 / deviation, offset: -mean / deviation }),
    );
    return concat(channels, -1);
  }
}
