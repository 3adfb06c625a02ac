import { type Batch, type Input, type InputBatch, type Sample, stackBatch } from '../batch.ts';
import { CHANNELS } from '../raw-image.ts';
import { resizeImage } from '../resize.ts';
import { WorkLimit } from '../work-limit.ts';
import type { ImageDatasetSettings } from './image-dataset-options.ts';
import type { ImageReader } from './image-reader.ts';
import type { ImageFile } from './image-tree.ts';

/** An image file of a data set with the index of its class; undefined without labels. */
export type Labeled<F extends ImageFile> = F & { readonly label: number | undefined };

/**
 * Decodes an image file, brings it to the size and adds the label.
 *
 * @param room where its floats go; default a new array.
 */
export async function loadImage<F extends ImageFile>(
  file: Labeled<F>,
  reader: ImageReader<F>,
  classes: number,
  settings: ImageDatasetSettings,
  room?: () => Float32Array,
): Promise<Input | Sample> {
  const [image, mixRows] = [await reader.decode(file, settings.colorMode, settings), await reader.mixRows()];
  const x = resizeImage(image, settings.imageSize, settings, room ? { room, mixRows } : { mixRows });
  const input = { x, xShape: [...settings.imageSize, CHANNELS[settings.colorMode]] };
  return file.label === undefined ? input : { ...input, y: encodeLabel(file.label, classes, settings) };
}

/**
 * Gives a function that loads the images of a batch side by side, floats straight into the batch. However many batches
 * it is asked for at once, `settings.parallel` images are under way, those of the first batch first.
 */
export function batchLoader<F extends ImageFile>(
  reader: ImageReader<F>,
  classes: number,
  settings: ImageDatasetSettings,
): (files: readonly Labeled<F>[]) => Promise<Batch | InputBatch> {
  const underWay = new WorkLimit(settings.parallel);
  const [height, width] = settings.imageSize;
  const size = height * width * CHANNELS[settings.colorMode];
  return async (files) => {
    let floats: Float32Array | undefined;
    let failed = false;
    const load = async (file: Labeled<F>, i: number) => {
      if (failed) return;
      try {
        return await loadImage(file, reader, classes, settings, () => {
          floats ??= reader.newFloats(files.length * size);
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

function encodeLabel(label: number, classes: number, { labelMode }: ImageDatasetSettings): number | Float32Array {
  if (labelMode === 'binary') return Float32Array.of(label);
  if (labelMode === 'int') return label;
  const oneHot = new Float32Array(classes);
  oneHot[label] = 1;
  return oneHot;
}
