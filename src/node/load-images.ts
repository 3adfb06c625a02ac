import { type Batch, type Input, type InputBatch, type Sample, stackBatch } from '../data/batch.ts';
import { CHANNELS } from '../data/raw-image.ts';
import { resizeImage } from '../data/resize.ts';
import { decodeImage } from './decode-image.ts';
import type { ImageDatasetSettings } from './image-dataset-options.ts';
import { loadMixRows } from './mix-rgb-rows.ts';
import { WorkLimit } from './work-limit.ts';

/** An image file of a dataset. */
export interface LabeledFile {
  readonly path: string;
  /** Index of the class; undefined without labels. */
  readonly label: number | undefined;
}

/**
 * Decodes an image file, brings it to the size and adds the label.
 *
 * @param room where its floats go; default a new array.
 */
export async function loadImage(
  { path, label }: LabeledFile,
  classes: number,
  settings: ImageDatasetSettings,
  room?: () => Float32Array,
): Promise<Input | Sample> {
  const [image, mixRows] = [await decodeImage(path, settings.colorMode, settings), await loadMixRows()];
  const x = resizeImage(image, settings.imageSize, settings, room ? { room, mixRows } : { mixRows });
  const input = { x, xShape: [...settings.imageSize, CHANNELS[settings.colorMode]] };
  return label === undefined ? input : { ...input, y: encodeLabel(label, classes, settings) };
}

/**
 * Gives a function that loads the images of a batch side by side, floats straight into the batch. However many batches
 * it is asked for at once, `settings.parallel` images are under way, those of the first batch first.
 */
export function batchLoader(
  classes: number,
  settings: ImageDatasetSettings,
): (files: readonly LabeledFile[]) => Promise<Batch | InputBatch> {
  const underWay = new WorkLimit(settings.parallel);
  const [height, width] = settings.imageSize;
  const size = height * width * CHANNELS[settings.colorMode];
  return async (files) => {
    let floats: Float32Array | undefined;
    let failed = false;
    const load = async (file: LabeledFile, i: number) => {
      if (failed) return;
      try {
        return await loadImage(file, classes, settings, () => {
          floats ??= unfilledFloats(files.length * size);
          return floats.subarray(i * size, (i + 1) * size);
        });
      } catch (error) {
        failed = true;
        throw error;
      }
    };
    const results = await Promise.allSettled(files.map((file, i) => underWay.run(1, () => load(file, i))));
    // Images start in order, so the first one that cannot be read is always among those that were started.
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
    return stackBatch(
      results.map((result) => (result as PromiseFulfilledResult<Input | Sample>).value),
      floats,
    );
  };
}

/** Every float of a batch is written, so that filling it with zeros first would be in vain. */
const unfilledFloats = (length: number): Float32Array =>
  new Float32Array(Buffer.allocUnsafeSlow(length * Float32Array.BYTES_PER_ELEMENT).buffer);

function encodeLabel(label: number, classes: number, { labelMode }: ImageDatasetSettings): number | Float32Array {
  if (labelMode === 'binary') return Float32Array.of(label);
  if (labelMode === 'int') return label;
  const oneHot = new Float32Array(classes);
  oneHot[label] = 1;
  return oneHot;
}
