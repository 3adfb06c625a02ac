import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import { located } from '../formats/model-bytes.ts';
import type { ModelFormat } from '../formats/model-format.ts';
import { modelFromStored, modelToStored } from '../nn/models/stored-model.ts';
import { isModelJson, modelFormat } from './model-format.ts';
import { readStored, writeStored } from './stored-file.ts';

export interface ConvertModelOptions {
  /** Write the weights alone. Default false. */
  readonly weightsOnly?: boolean;
  /** Replace what is there. Default false. */
  readonly overwrite?: boolean;
}

/** What was converted. */
export interface ConvertedModel {
  readonly from: ModelFormat;
  readonly to: ModelFormat;
  /** The model's name; null for weights alone. */
  readonly name: string | null;
  /** Layers, those of nested models counted one by one. */
  readonly layers: number;
  /** Numbers in all weights. */
  readonly parameters: number;
  /** Steps of training that the optimizer's state is from; null where there is no such state, or the format holds none. */
  readonly step: number | null;
  /** Why the optimizer's state of the file was left out; null where it was not. */
  readonly problem: string | null;
}

/**
 * Reads a model in the format that one path stands for and writes it in that of another (see `saveModel`), with weights, the
 * optimizer's state and what was kept with it.
 *
 * @throws ConfigError when there is something at `to` and it may not be replaced.
 * @throws DataError, FormatError and WriteError as `loadModel` and `saveModel` do.
 */
export async function convertModel(
  from: string,
  to: string,
  { weightsOnly = false, overwrite = false }: ConvertModelOptions = {},
): Promise<ConvertedModel> {
  const [source, target] = await Promise.all([modelFormat(from), modelFormat(to)]);
  if (!overwrite && (await exists(target === 'tfjs' && !isModelJson(to) ? join(to, 'model.json') : to))) {
    throw new ConfigError(`There is something at ${to} already. Give another path, or --force to replace it.`, { to });
  }
  const read = await readStored(from, { weightsOnly: false });
  // By way of a model, so that what does not fit together is found here and not where the file is used.
  const model =
    weightsOnly && read.config === null ? null : await located('load', from, async () => modelFromStored(read));
  const stored = model === null ? read : await modelToStored(model, read.metadata);
  await writeStored(to, stored, { weightsOnly });
  return {
    from: source,
    to: target,
    name: model?.name ?? null,
    layers: stored.layers.length,
    parameters: stored.layers.flatMap(({ weights }) => weights).reduce((sum, { data }) => sum + data.length, 0),
    step: weightsOnly || target === 'onnx' ? null : (stored.training?.step ?? null),
    problem: read.training?.problem ?? null,
  };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
