import type { ShapedInput } from '../../data/batch.ts';
import { ShapeError } from '../../errors.ts';
import { checkChoice } from '../options.ts';
import { PREPROCESSING_MODES, type PreprocessingMode } from './preprocessing-mode.ts';

/** Numbers of a mode: each channel of the result is channel `from` less `mean`, divided by `deviation`. */
export interface ChannelForm {
  readonly from: number;
  readonly mean: number;
  readonly deviation: number;
}

/** https://github.com/keras-team/keras/blob/master/keras/src/applications/imagenet_utils.py (preprocess_input) */
export const CHANNEL_FORMS: Readonly<Record<'caffe' | 'torch', readonly ChannelForm[]>> = {
  caffe: [
    { from: 2, mean: 103.939, deviation: 1 },
    { from: 1, mean: 116.779, deviation: 1 },
    { from: 0, mean: 123.68, deviation: 1 },
  ],
  torch: [
    { from: 0, mean: 255 * 0.485, deviation: 255 * 0.229 },
    { from: 1, mean: 255 * 0.456, deviation: 255 * 0.224 },
    { from: 2, mean: 255 * 0.406, deviation: 255 * 0.225 },
  ],
};

/**
 * A function for `dataset.map` that brings images of red, green and blue from 0 to 255 into the form that an
 * application's weights expect, one by one or in batches. As a part of the model, take the layer `ImagenetPreprocessing`
 * instead. https://keras.io/api/applications/
 *
 * ```text
 * const batches = dataset.map(preprocessInput('caffe'));
 * ```
 *
 * @returns the example or batch with new numbers in `x`; it throws `ShapeError` for images without three channels.
 * @throws ValueError for an unknown mode.
 */
export function preprocessInput(mode: PreprocessingMode): <I extends ShapedInput>(input: I) => I {
  checkChoice('preprocessInput: mode', mode, PREPROCESSING_MODES);
  return (input) => {
    const { x, xShape } = input;
    if (mode === 'none') return input;
    if (mode === 'tf') return { ...input, x: Float32Array.from(x, (value) => value / 127.5 - 1) };
    if (xShape.at(-1) !== 3) {
      throw new ShapeError(
        'preprocessInput',
        { xShape },
        `takes images of three channels for '${mode}'; theirs are [${xShape.join(', ')}].`,
      );
    }
    const forms = CHANNEL_FORMS[mode];
    const y = new Float32Array(x.length);
    for (let pixel = 0; pixel < x.length; pixel += 3) {
      for (const [c, { from, mean, deviation }] of forms.entries()) y[pixel + c] = (x[pixel + from] - mean) / deviation;
    }
    return { ...input, x: y };
  };
}
