import { join, resolve } from 'node:path';
import { ConfigError } from '../errors.ts';
import { collectPredictions, type Device, Input, type Model, objectiveOf, Rescaling, Sequential } from '../index.ts';
import { MistakePictures, saveModel, writeReport } from '../node/index.ts';
import { deviceLine, deviceRecord } from './device-line.ts';
import { writeHistory } from './history-file.ts';
import type { Output } from './output.ts';
import { type Recipe, type RecipeName, recipes } from './recipes.ts';
import { machineFacts } from './report-files.ts';
import { createRunFolder, writeConfig } from './run-folder.ts';
import { version } from './version.ts';

/** What of `train`'s options a recipe takes; the rest it decides itself. */
export interface RecipeOptions {
  readonly epochs?: number;
  readonly imageSize?: readonly [number, number];
  readonly out?: string;
  /** Of s2: a file with weights for the base. */
  readonly weights?: string;
  /** Of s2: whether the base keeps its weights. */
  readonly frozen?: boolean;
}

/** Options of `train` that a recipe does not take. */
const DECIDED = [
  'model',
  'batchSize',
  'learningRate',
  'optimizer',
  'validationSplit',
  'colorMode',
  'profile',
  'report',
  'figures',
  'json',
];

/** Refuses options that the recipe decides. `given` are those from the command line. */
export function checkRecipeOptions(name: RecipeName, given: readonly string[]): void {
  const decided = name === 's2' ? DECIDED : [...DECIDED, 'weights', 'frozen'];
  const wrong = given.find((option) => decided.includes(option));
  if (wrong === undefined) return;
  const spelled = wrong.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new ConfigError(
    `--${spelled} does not go with --recipe ${name}, which is a program of its own. It takes --epochs, --image-size, --out and --device.`,
  );
}

/** How `predict` and `evaluate` make images for the saved model. */
const imagesOf = ({ inputShape: [height, width] }: Model, { interpolation }: Recipe) =>
  ({ imageSize: [height, width], colorMode: 'rgb', interpolation }) as const;

/** The model for pixels from 0 to 255, as the commands give them to a saved model. */
function takingPixels(model: Model, { scale }: Recipe): Model {
  if (scale === 1) return model;
  return new Sequential([new Input({ shape: model.inputShape }), new Rescaling({ scale }), model], {
    name: model.name,
  });
}

/** Runs a recipe's program in a run folder, and adds the history, the model and a report to what it leaves there. */
export async function runRecipe(
  name: RecipeName,
  data: string,
  options: RecipeOptions,
  { device, output }: { readonly device: Device; readonly output: Output },
): Promise<void> {
  const program = await recipes[name].load();
  const folder = await createRunFolder(options.out, name);
  output.say(deviceLine(device));
  await writeConfig(folder, {
    command: `cnn-gpu ${process.argv.slice(2).join(' ')}`,
    version,
    node: process.version,
    device: deviceRecord(device),
    recipe: name,
    data: resolve(data),
  });
  const begin = performance.now();
  const { epochs, imageSize, weights, frozen } = options;
  const result = await program({ data, out: folder.path, device, epochs, imageSize, weights, frozen });
  const { model, history, validation, classNames } = result;
  await writeHistory(folder.history, history);
  const preprocessing = { classNames, ...imagesOf(model, recipes[name]) };
  await saveModel(takingPixels(model, recipes[name]), folder.model, { preprocessing });
  const pictures = new MistakePictures();
  const predictions = await collectPredictions(model, validation, {
    fromLogits: objectiveOf(model).fromLogits,
    onBatch: pictures.onBatch,
  });
  const report = join(folder.path, 'report.html');
  await writeReport(report, {
    title: `${name}: ${recipes[name].about}`,
    subtitle: deviceLine(device),
    classNames,
    splits: [{ name: 'Validation', predictions, mistakes: await pictures.pictured() }],
    history: history.history,
    facts: [{ heading: 'Machine', rows: machineFacts(device) }],
  });
  output.result(`Result: ${folder.path} (${((performance.now() - begin) / 1000).toFixed(1)} s)\nReport: ${report}`);
}
