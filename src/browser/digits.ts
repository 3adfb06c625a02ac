import { parseDigits } from '../data/digits.ts';
import type { NamedDataset } from '../data/named-dataset.ts';
import { gunzip } from '../formats/gunzip.ts';
import { base64Bytes } from './base64-bytes.ts';

const MAX_BYTES = 1_000_000;

/**
 * The bundled data set, the same as in Node: 1,797 handwritten digits of 8×8 gray levels 0..16, split into 1,442 for
 * training and 355 for testing. By E. Alpaydin and C. Kaynak, CC BY 4.0, https://doi.org/10.24432/C50P49. It travels
 * with the library, in a file of its own that is loaded by the first call.
 */
export async function digits(): Promise<NamedDataset> {
  const { default: text } = await import('../../data/digits/digits.csv.gz?base64');
  const csv = await gunzip(base64Bytes(text), MAX_BYTES);
  return parseDigits(new TextDecoder().decode(csv), 'digits.csv.gz');
}
