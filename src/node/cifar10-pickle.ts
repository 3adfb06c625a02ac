import { DataError, FormatError } from '../errors.ts';
import { decodePickle } from '../formats/pickle.ts';
import type { Pickled, PickledBytes } from '../formats/pickle-values.ts';
import type { DatasetFile } from './dataset-sources.ts';

/** Bytes of an image: 32x32 red values, as many green ones, as many blue ones. */
const IMAGE_BYTES = 3072;

/**
 * Brings a batch of the Python version of CIFAR-10 (https://www.cs.toronto.edu/~kriz/cifar.html), a pickled dictionary of
 * `labels` and of `data` with a row of 3,072 bytes for each image, into the form of the binary version.
 *
 * @throws DataError, naming the file, when it is damaged or something else.
 */
export function cifar10FromPickle({ path, bytes }: DatasetFile): DatasetFile {
  const { labels, data } = batchIn(path, bytes);
  const records = new Uint8Array(labels.length * (1 + IMAGE_BYTES));
  labels.forEach((label, i) => {
    const start = i * (1 + IMAGE_BYTES);
    records[start] = label;
    records.set(data.bytes.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES), start + 1);
  });
  return { path, bytes: records };
}

interface Cifar10Batch {
  readonly labels: readonly number[];
  readonly data: PickledBytes;
}

function batchIn(path: string, bytes: Uint8Array): Cifar10Batch {
  const batch = unpickled(path, bytes);
  if (!(batch instanceof Map)) throw notABatch(path);
  const [labels, data] = [batch.get('labels'), batch.get('data')];
  if (!Array.isArray(labels) || !labels.every(isByte) || !isBytes(data)) throw notABatch(path);
  const isFitting = data.shape.length === 2 && data.shape[0] === labels.length && data.shape[1] === IMAGE_BYTES;
  if (!isFitting) throw notABatch(path);
  return { labels, data };
}

function unpickled(path: string, bytes: Uint8Array): Pickled {
  try {
    return decodePickle(bytes);
  } catch (cause) {
    if (cause instanceof FormatError) throw new DataError(`${path}: ${cause.message}`, { path }, { cause });
    throw cause;
  }
}

const isByte = (value: Pickled): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 256;

const isBytes = (value: Pickled | undefined): value is PickledBytes =>
  typeof value === 'object' && value !== null && 'bytes' in value;

const notABatch = (path: string) =>
  new DataError(
    `${path}: is no batch of the Python version of CIFAR-10: "labels" and as many rows of ${IMAGE_BYTES} bytes as "data" are expected.`,
    { path },
  );
