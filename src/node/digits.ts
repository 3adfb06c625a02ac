import { join } from 'node:path';
import { parseDigits } from '../data/digits.ts';
import type { NamedDataset } from '../data/named-dataset.ts';
import { readMaybeGzip } from './gunzip-bounded.ts';
import { packageFolder } from './package-folder.ts';

const MAX_BYTES = 1_000_000;

/**
 * The bundled data set: 1,797 handwritten digits of 8×8 gray levels 0..16, split into 1,442 for training and 355 for
 * testing (of each digit, every fifth image is for testing). By E. Alpaydin and C. Kaynak, CC BY 4.0,
 * https://doi.org/10.24432/C50P49.
 *
 * @throws DataError when the file is missing from the installed package or damaged.
 */
export async function digits(): Promise<NamedDataset> {
  const path = join(packageFolder(), 'data', 'digits', 'digits.csv.gz');
  return parseDigits(new TextDecoder().decode(await readMaybeGzip(path, MAX_BYTES)), path);
}
