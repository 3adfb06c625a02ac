import { sizeOf } from '../engine/shape.ts';
import { ValueError } from '../errors.ts';
import { markPretrained } from '../nn/applications/application.ts';
import { applicationFile } from '../nn/applications/application-files.ts';
import { type Application, applicationOf } from '../nn/applications/index.ts';
import type { Model } from '../nn/models/model.ts';
import type { DownloadProgress } from './download-file.ts';
import { findApplicationFile } from './find-application-file.ts';
import { loadWeights } from './model-file.ts';

/** How published weights are found. */
export interface ApplicationWeightsOptions {
  /** A folder to look for the file in first. */
  readonly dataDir?: string | undefined;
  /** Called as bytes arrive, when the file is downloaded. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** Classes of ImageNet. */
const CLASSES = 1000;

/**
 * Gives a model that `ResNet50(…)` or another application function made its published weights: `'imagenet'` for Keras's
 * official file, which is looked for as {@link loadNamedDataset} does and else downloaded, or the path of a file of the
 * same form. From then on, a batch that does not look as these weights expect gets a warning.
 *
 * ```ts
 * const base = ResNet50({ includeTop: false });
 * await loadApplicationWeights(base, 'imagenet');
 * ```
 *
 * @throws ValueError for a model that is no application, or that no published weights fit.
 * @throws DataError when the file cannot be had or read; it says which file to put where.
 * @throws FormatError when it does not fit the model.
 */
export async function loadApplicationWeights(
  model: Model,
  weights: string,
  options: ApplicationWeightsOptions = {},
): Promise<void> {
  const made = applicationOf(model);
  if (made === undefined) {
    throw new ValueError(
      `The model "${model.name}" was not made by an application function such as ResNet50(). Use loadWeights for it.`,
    );
  }
  const path = weights === 'imagenet' ? await imagenetFile(model, made, options) : weights;
  await loadWeights(model, path);
  markPretrained(model);
}

async function imagenetFile(model: Model, made: Application, options: ApplicationWeightsOptions): Promise<string> {
  if (!made.takesImagenetWeights) {
    throw new ValueError(
      made.kind === 'efficientnetb0'
        ? 'The published weights of EfficientNetB0 need EfficientNetB0({ imagenetRescaling: true }).'
        : 'There are published weights of MobileNet for alpha 0.25, 0.5, 0.75 and 1 and depthMultiplier 1 only.',
    );
  }
  const classes = model.outputShape[0];
  if (made.includeTop && classes !== CLASSES) {
    throw new ValueError(
      `The published weights are for ${CLASSES} classes; "${model.name}" has ${classes}. Make it with includeTop: false, and put a classifier of your own behind it.`,
      { classes },
    );
  }
  const parameters = model.weightSpecs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  // What the file holds besides weights is far less.
  const maxBytes = 4 * parameters + 2 ** 26;
  return findApplicationFile(applicationFile(made), { ...options, maxBytes });
}
