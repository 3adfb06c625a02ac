import type { InputBatch } from '../../data/batch.ts';
import type { Device } from '../../engine/device.ts';
import { showShape, spec } from '../../engine/shape.ts';
import { empty, type Tensor } from '../../engine/tensor.ts';
import { DataError, ShapeError } from '../../errors.ts';
import { packBytes, packedSpec, unpackBytes } from '../../ops/index.ts';
import type { Network } from '../models/network.ts';
import { type InputForm, inputsOf } from '../training/batch-form.ts';

/** Where batches of one form lie on a device: their numbers, or the words that hold their bytes. */
export class BatchInputs {
  readonly #device: Device;
  readonly #forms: readonly InputForm[];
  readonly #tensors: readonly Tensor[];

  /** @throws DataError and ShapeError for a form that the network does not take. */
  constructor(network: Network, device: Device, forms: readonly InputForm[]) {
    checkForms(network, forms);
    this.#device = device;
    this.#forms = forms;
    this.#tensors = forms.map(({ xShape, bytes }) => empty(device, bytes ? packedSpec(xShape) : spec(xShape)));
  }

  /** What the network takes; within a trace, which begins by widening bytes. */
  given(): readonly Tensor[] {
    return this.#forms.map(({ xShape, bytes }, i) =>
      bytes ? unpackBytes(this.#tensors[i], xShape) : this.#tensors[i],
    );
  }

  /** Copies a batch to the device. */
  write(batch: InputBatch): void {
    for (const [i, { x }] of inputsOf(batch).entries()) {
      this.#device.write(this.#tensors[i], x instanceof Uint8Array ? packBytes(x) : x);
    }
  }

  /** Gives the memory back. */
  free(): void {
    for (const { storage } of this.#tensors) storage.free();
  }
}

function checkForms({ inputShapes, name }: Network, forms: readonly InputForm[]): void {
  const samples = new Set(forms.map(({ xShape }) => xShape[0]));
  if (samples.size > 1) {
    throw new DataError(`The inputs of a batch have ${[...samples].join(' and ')} samples; all need as many.`);
  }
  const given = forms.map(({ xShape }) => showShape(xShape.slice(1))).join(', ');
  const expected = inputShapes.map(showShape).join(', ');
  if (given === expected) return;
  throw new ShapeError(
    `model "${name}"`,
    { actual: forms.map(({ xShape }) => xShape.slice(1)), expected: inputShapes },
    `takes inputs ${expected}, but the data gives ${given}. Load the data in the model's size.`,
  );
}
