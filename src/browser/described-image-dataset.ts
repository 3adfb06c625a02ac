import type { Input, InputBatch } from '../data/batch.ts';
import { type ImageDataset, type ImageDatasetDescription, imageDataset } from '../data/image-dataset/image-dataset.ts';
import { imageReader } from './image-reader.ts';
import type { LabeledImageFile } from './labeled-image-file.ts';

/** What a {@link FileDataset} is made of; it can be sent to a worker, files and all. */
export type FileDatasetDescription = ImageDatasetDescription<LabeledImageFile>;

/** A dataset of image files with what it is made of. */
export type FileDataset<T> = ImageDataset<T> & { readonly description: FileDatasetDescription };

/** The dataset that a description describes, made anew: in a worker, the one that the page has. */
export const imageDatasetFromDescription = (description: FileDatasetDescription): FileDataset<Input | InputBatch> =>
  Object.assign(imageDataset(description, imageReader), { description });
