/** The formats that models are saved in; `tfjs` is a `model.json` with files of weights, `tfjs-zip` all of these in one. */
export type ModelFormat = 'safetensors' | 'hdf5' | 'keras' | 'keras-weights' | 'tfjs' | 'tfjs-zip' | 'onnx';

/** The formats of which a model is one file. */
export type ModelFileFormat = Exclude<ModelFormat, 'tfjs'>;

/** Endings of file names; the first that fits counts. */
const ENDINGS: readonly (readonly [string, ModelFormat])[] = [
  ['.safetensors', 'safetensors'],
  ['.weights.h5', 'keras-weights'],
  ['.h5', 'hdf5'],
  ['.hdf5', 'hdf5'],
  ['.keras', 'keras'],
  ['.onnx', 'onnx'],
  ['.zip', 'tfjs-zip'],
  ['.json', 'tfjs'],
  ['/', 'tfjs'],
  ['\\', 'tfjs'],
];

/** The format that a name's ending stands for; undefined for other endings, which are files of cnn-gpu's own format. */
export function formatOfName(name: string): ModelFormat | undefined {
  const lower = name.toLowerCase();
  return ENDINGS.find(([ending]) => lower.endsWith(ending))?.[1];
}
