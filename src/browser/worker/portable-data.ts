import type { SampleArrays } from '../../data/arrays.ts';
import type { Batch, ShapedInput } from '../../data/batch.ts';
import type { FileDatasetDescription } from '../described-image-dataset.ts';

/** Data for training as it crosses to a worker. */
export type PortableData =
  | { readonly kind: 'arrays'; readonly arrays: SampleArrays }
  /** Image files, which the worker decodes. */
  | { readonly kind: 'images'; readonly description: FileDatasetDescription }
  /** Batches that stay with the page, which gives them one by one. */
  | {
      readonly kind: 'batches';
      readonly source: number;
      readonly length: number | undefined;
      readonly batchesPerPass: number | undefined;
      /** Whether they can be read but once: a generator. */
      readonly once: boolean;
    };

type Numbers = Float32Array | Uint32Array | Uint8Array;

/** Arrays without what else an object with them has, each with memory of just its size, which crosses as a whole. */
export function packedArrays({ x, xShape, y, yShape, additionalInputs, sampleWeights }: SampleArrays): SampleArrays {
  return {
    ...packedInput({ x, xShape }),
    y: packed(y),
    yShape: [...yShape],
    ...(additionalInputs && { additionalInputs: additionalInputs.map(packedInput) }),
    ...(sampleWeights && { sampleWeights: packed(sampleWeights) }),
  };
}

/** A copy of a batch, to be transferred: a data set may keep its own, and hand it out again in the next pass. */
export function copiedBatch(batch: Batch): Batch {
  const { x, xShape, y, yShape, additionalInputs, sampleWeights } = batch;
  return {
    ...copiedInput({ x, xShape }),
    // Training says what is wrong with a batch without labels, or of another form.
    ...(y === undefined ? {} : { y: y.slice() }),
    yShape,
    ...(additionalInputs && { additionalInputs: additionalInputs.map(copiedInput) }),
    ...(sampleWeights && { sampleWeights: sampleWeights.slice() }),
  } as Batch;
}

/** The memory of arrays, each piece once, to be transferred; shared memory is shared anyway. */
export function memoryOf(...parts: readonly SampleArrays[]): ArrayBuffer[] {
  const arrays = parts.flatMap(({ x, y, additionalInputs = [], sampleWeights }): (Numbers | undefined)[] => [
    x,
    y,
    ...additionalInputs.map((input) => input.x),
    sampleWeights,
  ]);
  const buffers = arrays.map((array) => array?.buffer).filter((buffer) => buffer instanceof ArrayBuffer);
  return [...new Set(buffers)];
}

const packedInput = ({ x, xShape }: ShapedInput): ShapedInput => ({ x: packed(x), xShape: [...xShape] });
const copiedInput = ({ x, xShape }: ShapedInput): ShapedInput => ({ x: x.slice(), xShape: [...xShape] });

const packed = <A extends Numbers>(array: A): A =>
  array.byteLength === array.buffer.byteLength ? array : (array.slice() as A);
