import { FormatError } from '../../errors.ts';
import { isObject, type JsonObject, listOf } from '../keras/json-value.ts';

/** A layer that is no model, out of the config of a model of ours. */
export interface LeafLayer {
  readonly className: string;
  /** Its name, after those of the models that it is in: `resnet50/conv1_conv`. */
  readonly path: string;
  readonly name: string;
}

const MAX_DEPTH = 32;

/** The layers of a model, and those of nested models in their place. Throws `FormatError` where a layer has no name. */
export const leafLayers = (config: JsonObject): readonly LeafLayer[] => leavesOf(config, '', 0);

function leavesOf(config: JsonObject, path: string, depth: number): readonly LeafLayer[] {
  if (depth > MAX_DEPTH) throw new FormatError(`The models are nested more than ${MAX_DEPTH} deep.`);
  return listOf(config['layers'], "A model's layers").flatMap((layer): readonly LeafLayer[] => {
    const { className, config: settings } = isObject(layer) ? layer : {};
    if (typeof className !== 'string' || !isObject(settings)) throw new FormatError('A layer has no class or config.');
    if (className === 'Input') return [];
    const { name } = settings;
    if (typeof name !== 'string') throw new FormatError(`A layer ${className} has no name.`);
    if (Array.isArray(settings['layers'])) {
      return leavesOf(settings, `${path}${name}/`, depth + 1);
    }
    return [{ className, path: path + name, name }];
  });
}
