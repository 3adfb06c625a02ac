import { decodeSafetensorsModel } from '../formats/safetensors-model.ts';
import type { Predictor } from '../nn/prediction/predictor.ts';
import { type LoadPredictorOptions, predictorFromStored } from '../nn/prediction/predictor-from-stored.ts';

/** Larger files are more than a page can hold. */
const MAX_BYTES = 2 ** 32;

/**
 * Loads a model that was saved as `.safetensors` for predictions.
 *
 * ```ts
 * const predictor = await loadPredictor('digits.safetensors', { device: await createDevice() });
 * ```
 *
 * @param source its address, which may be relative to the page, or its bytes.
 * @throws DataError when it cannot be fetched; FormatError when it is damaged, holds weights alone, or has layers that
 *   are neither among those of convolutional networks nor in `layers`.
 */
export async function loadPredictor(
  source: string | URL | Blob | Uint8Array | ArrayBuffer,
  options: LoadPredictorOptions,
): Promise<Predictor> {
  return predictorFromStored(decodeSafetensorsModel(await bytesOf(source)), options);
}

async function bytesOf(source: Parameters<typeof loadPredictor>[0]): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  const { fetchBytes } = await import('../browser/fetch-bytes.ts');
  return fetchBytes(source, 'a .safetensors file', { maxBytes: MAX_BYTES });
}
