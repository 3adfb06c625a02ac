import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

/** The formats that models are saved in; `tfjs` is a folder with a `model.json`. */
export type ModelFormat = 'safetensors' | 'hdf5' | 'keras' | 'keras-weights' | 'tfjs' | 'onnx';

/** Endings of file names; the first that fits counts. */
const ENDINGS: readonly (readonly [string, ModelFormat])[] = [
  ['.weights.h5', 'keras-weights'],
  ['.h5', 'hdf5'],
  ['.hdf5', 'hdf5'],
  ['.keras', 'keras'],
  ['.onnx', 'onnx'],
  ['.json', 'tfjs'],
  ['/', 'tfjs'],
  ['\\', 'tfjs'],
];

/** The format that a path stands for: by its ending, `tfjs` for a folder that exists, else cnn-gpu's own. */
export async function modelFormat(path: string): Promise<ModelFormat> {
  const name = path.toLowerCase();
  const found = ENDINGS.find(([ending]) => name.endsWith(ending));
  if (found !== undefined) return found[1];
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return isFolder ? 'tfjs' : 'safetensors';
}

/** Whether the path is that of a TensorFlow.js model's `.json` file, not of its folder. */
export const isModelJson = (path: string): boolean => basename(path).toLowerCase().endsWith('.json');
