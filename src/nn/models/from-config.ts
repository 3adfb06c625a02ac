import { makeLayer } from '../layers/by-class-name.ts';
import { Model } from './model.ts';
import { networkFromConfig } from './network-from-config.ts';
import { Sequential } from './sequential.ts';

/**
 * Makes the model that a config describes: `model.config()`, or JSON of that form written by hand, such as
 * `{ "className": "Sequential", "name": "small", "layers": [{ "className": "Dense", "config": { "units": 10 } }] }`.
 *
 * @throws FormatError that names the layer and what is wrong with it.
 */
export const modelFromConfig = (config: unknown): Model =>
  networkFromConfig<Model>(config, {
    makeLayer,
    functional: (options) => new Model(options),
    sequential: (layers, options) => new Sequential(layers, options),
  });
