import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatOfName, type ModelFormat } from '../formats/model-format.ts';

/** The format that a path stands for: by its ending, `tfjs` for a folder that exists, else cnn-gpu's own. */
export async function modelFormat(path: string): Promise<ModelFormat> {
  const named = formatOfName(path);
  if (named !== undefined) return named;
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return isFolder ? 'tfjs' : 'safetensors';
}

/** Whether the path is that of a TensorFlow.js model's `.json` file, not of its folder. */
export const isModelJson = (path: string): boolean => basename(path).toLowerCase().endsWith('.json');
