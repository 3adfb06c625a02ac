import { FormatError } from '../../errors.ts';
import { parseBoundedJson } from '../bounded-json.ts';
import { isObject, type JsonObject } from '../keras/json-value.ts';
import { type ManifestGroup, parseManifest } from './weights-manifest.ts';

/** A `model.json` that was looked through. */
export interface ModelJson {
  readonly json: JsonObject;
  readonly groups: readonly ManifestGroup[];
}

/**
 * The contents of a `model.json`.
 *
 * @throws FormatError when it is damaged, no layers model, or lists files and weights that cannot be.
 */
export function parseModelJson(text: string): ModelJson {
  const json = parseBoundedJson(text, 'model.json');
  if (!isObject(json)) throw new FormatError('model.json holds no JSON object; a TensorFlow.js model is expected.');
  const { format, modelTopology, weightsManifest } = json;
  if (format === 'graph-model' || (isObject(modelTopology) && 'node' in modelTopology)) {
    throw new FormatError('It is a TensorFlow.js graph model, which has no layers; only layers models can be read.');
  }
  if (!isObject(modelTopology))
    throw new FormatError('model.json has no "modelTopology"; it is no TensorFlow.js model.');
  return { json, groups: parseManifest(weightsManifest) };
}

/** The weight files of a model, with paths inside its folder, and the most bytes that each can have. Throws as above. */
export const shardSizes = (modelJson: string): readonly { readonly path: string; readonly maxBytes: number }[] =>
  parseModelJson(modelJson).groups.flatMap(({ paths, bytes }) => paths.map((path) => ({ path, maxBytes: bytes })));
