/**
 * What weights expect of images, by the frameworks that they were first trained in: `'caffe'` blue, green, red less their
 * means (about −124 to 152), `'tf'` −1 to 1, `'torch'` 0 to 1 less the mean of each channel and divided by its deviation,
 * `'none'` pixels 0 to 255, which the model brings into form itself. https://keras.io/api/applications/
 */
export type PreprocessingMode = 'caffe' | 'tf' | 'torch' | 'none';

/** All modes. */
export const PREPROCESSING_MODES: readonly PreprocessingMode[] = ['caffe', 'tf', 'torch', 'none'];
