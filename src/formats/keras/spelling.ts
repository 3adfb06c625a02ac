/** `max_value` and `beta_1` as `maxValue` and `beta1`. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());

/** `maxValue` as `max_value`. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * `BatchNormalization` as `batch_normalization`, `Conv2D` as `conv2d`: Keras's names of objects without one.
 * https://github.com/keras-team/keras/blob/master/keras/src/utils/naming.py
 */
export const classNameInSnakeCase = (className: string): string =>
  className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** `categorical_crossentropy` as `CategoricalCrossentropy`. */
export const pascalCase = (name: string): string => camelCase(name).replace(/^./, (letter) => letter.toUpperCase());

/** A layer's name; ours have no `/`, which some versions of Keras's own applications have (`conv1/bn`). */
export const layerName = (name: string): string => name.replaceAll('/', '_');

/** `conv1/moving_mean:0` as `conv1/movingMean`. */
export function weightName(name: string): string {
  const parts = name.replace(/:\d+$/, '').split('/');
  return [...parts.slice(0, -1), camelCase(parts[parts.length - 1])].join('/');
}
