import type { InputBatch, ShapedInput } from './batch.ts';
import { checkShape, sizeOf } from './check-shape.ts';

/** Batches of inputs that can be read many times. */
export interface InputBatches extends AsyncIterable<InputBatch> {
  readonly length: number;
}

/**
 * Inputs without labels in batches, in their order; the last one may be smaller.
 *
 * @throws DataError when the inputs do not fit their shapes.
 */
export function inputBatches(input: InputBatch, batchSize: number): InputBatches {
  for (const { x, xShape } of [input, ...(input.additionalInputs ?? [])]) checkShape('x', x.length, xShape);
  const [count] = input.xShape;
  return {
    length: Math.ceil(count / batchSize),
    async *[Symbol.asyncIterator]() {
      yield* batchesIn(count, batchSize, (start, end) => ({
        ...slicedInput(input, start, end),
        ...(input.additionalInputs && {
          additionalInputs: input.additionalInputs.map((other) => slicedInput(other, start, end)),
        }),
      }));
    },
  };
}

function slicedInput({ x, xShape: [, ...shape] }: ShapedInput, start: number, end: number): ShapedInput {
  const size = sizeOf(shape);
  return { x: x.subarray(start * size, end * size), xShape: [end - start, ...shape] };
}

/** What `make` gives for the rows of each batch; the last one may have fewer. */
export function* batchesIn<B>(count: number, batchSize: number, make: (start: number, end: number) => B): Generator<B> {
  for (let start = 0; start < count; start += batchSize) yield make(start, Math.min(start + batchSize, count));
}
