/** The formats that models are saved in. */
export type ModelFormat = 'safetensors' | 'onnx';

/** Endings of file names; the first that fits counts. */
const ENDINGS: readonly (readonly [string, ModelFormat])[] = [['.onnx', 'onnx']];

/** The format that a path stands for: by its ending, else cnn-gpu's own. */
export const modelFormat = (path: string): ModelFormat =>
  ENDINGS.find(([ending]) => path.toLowerCase().endsWith(ending))?.[1] ?? 'safetensors';
