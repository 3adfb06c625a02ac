import { DeviceLostError, GpuOutOfMemoryError } from '../../errors.ts';
import type { OpCall } from '../op.ts';
import { seededRandom } from '../seeded-random.ts';
import type { HostArray, TensorSpec } from '../shape.ts';
import { empty, Tensor } from '../tensor.ts';
import type { TuneMode } from './tune-mode.ts';
import { callKey, SIMPLE } from './variant-choice.ts';
import type { WebGpuDevice } from './webgpu-device.ts';

/** Time that `'quick'` may take on a device in all, in milliseconds. A form that was begun is measured to its end. */
const QUICK_MS = 3000;
/** Runs of a form after the first; the fastest counts, as everything else is disturbance. */
const RUNS = 3;
/** A first run this many times slower than the best form is not repeated. */
const HOPELESS = 3;
/**
 * How far a form may be from the simple one, by the largest magnitude of the result. A sum of n numbers in f32 is off by
 * at most n · 2^-24 of its terms' magnitudes and by about √n · 2^-24 in practice: 2^-10 leaves room for sums of a million
 * terms, while a number read from a wrong place is an error of the order of the result itself.
 */
const TOLERANCE = 2 ** -10;

/** Finds the fastest form of each call on an adapter, and bars those that compute something else than the simple form. */
export class Tuner {
  readonly #device: WebGpuDevice;
  readonly #mode: TuneMode;
  #msLeft: number;

  constructor(device: WebGpuDevice, mode: TuneMode) {
    this.#device = device;
    this.#mode = mode;
    this.#msLeft = mode === 'quick' ? QUICK_MS : Number.POSITIVE_INFINITY;
  }

  /** Chooses a form for each of these calls that has several and none chosen yet, as far as the time allows. */
  async tune(calls: readonly OpCall[]): Promise<void> {
    if (this.#mode === 'off') return;
    const { choice } = this.#device;
    const open = new Map<string, OpCall>();
    for (const call of calls) {
      if (!choice.isChosen(call) && choice.candidates(call).length > 1) open.set(callKey(call), call);
    }
    const byArithmetic = [...open.values()].sort((a, b) => flopsOf(b) - flopsOf(a));
    for (const call of byArithmetic) {
      if (this.#msLeft <= 0) break;
      const begin = performance.now();
      const form = await this.#fastest(call).catch(nullOutOfMemory);
      if (form !== null) choice.choose(call, form);
      this.#msLeft -= performance.now() - begin;
    }
    if (byArithmetic.length > 0) await this.#device.keepChoices();
  }

  /** The form taken without measuring comes first, then the simple one, which the others are held against. */
  async #fastest(own: OpCall): Promise<string> {
    const { choice } = this.#device;
    const call = { ...own, inputs: this.#noise(own) };
    const begin = performance.now();
    const [standard, ...others] = choice.candidates(call) as [string, ...string[]];
    try {
      const first = await this.#try(call, standard, Number.POSITIVE_INFINITY);
      const simple = standard === SIMPLE ? first : await this.#try(call, SIMPLE, first?.ms ?? Number.POSITIVE_INFINITY);
      if (simple === null) return SIMPLE;
      let best: Trial = simple;
      const consider = (form: string, trial: Trial | null) => {
        if (trial === null || !agrees(trial.results, simple.results)) choice.refuse(call.op, form);
        else if (trial.ms < best.ms) best = trial;
      };
      consider(standard, first);
      for (const form of others) {
        if (this.#msLeft <= performance.now() - begin) break;
        if (form !== SIMPLE) consider(form, await this.#try(call, form, best.ms));
      }
      return best.form;
    } finally {
      for (const tensor of Object.values(call.inputs)) tensor.dispose();
    }
  }

  /** Null when the form does not run on this adapter. */
  async #try(call: OpCall, form: string, best: number): Promise<Trial | null> {
    try {
      return await this.#measure(call, form, best);
    } catch (error) {
      if (error instanceof DeviceLostError || error instanceof GpuOutOfMemoryError) throw error;
      return null;
    }
  }

  /** A form that is far from the best after one run is not run again. */
  async #measure(call: OpCall, form: string, best: number): Promise<Trial> {
    const outputs = Object.fromEntries(
      Object.entries(call.outputs).map(([name, spec]) => [name, new Tensor(this.#device, spec)]),
    );
    const plan = await this.#device.prepareForm({ ...call, outputs }, form);
    try {
      let ms = Number.POSITIVE_INFINITY;
      for (let run = 0; run <= RUNS && (run === 0 || ms <= HOPELESS * best); run++) {
        const total = (await plan.profile()).reduce((sum, command) => sum + command.ms, 0);
        ms = Math.min(ms, total);
      }
      return { form, ms, results: await Promise.all(Object.values(outputs).map((output) => output.data())) };
    } finally {
      plan.dispose();
      for (const output of Object.values(outputs)) output.dispose();
    }
  }

  /** Inputs like the call's own, filled with random numbers: its own may hold nothing yet. */
  #noise({ op, inputs }: OpCall): Record<string, Tensor> {
    const random = seededRandom(op.name);
    return Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, dtype, size }]) => {
        const tensor = empty(this.#device, { shape, dtype } satisfies TensorSpec);
        const data = dtype === 'u32' ? new Uint32Array(size) : new Float32Array(size);
        if (dtype === 'f32') for (let i = 0; i < size; i++) data[i] = 2 * random() - 1;
        this.#device.write(tensor, data);
        return [name, tensor];
      }),
    );
  }
}

/** Makes a tuner; those who load it on demand do so in a function of this type. */
export type MakeTuner = (device: WebGpuDevice, mode: TuneMode) => Promise<Tuner>;

export const makeTuner: MakeTuner = async (device, mode) => new Tuner(device, mode);

/** Trials need memory of their own. Where there is none, nothing is known of a call's forms, and none is to blame. */
function nullOutOfMemory(error: unknown): null {
  if (error instanceof GpuOutOfMemoryError) return null;
  throw error;
}

interface Trial {
  readonly form: string;
  readonly ms: number;
  readonly results: readonly HostArray[];
}

const flopsOf = ({ op, inputs, outputs, attrs }: OpCall): number => op.flops?.(inputs, outputs, attrs) ?? 0;

function agrees(results: readonly HostArray[], expected: readonly HostArray[]): boolean {
  return expected.every((should, k) => {
    const is = results[k] as HostArray;
    let largest = 1;
    for (let i = 0; i < should.length; i++) largest = Math.max(largest, Math.abs(should[i]));
    for (let i = 0; i < should.length; i++) {
      if (!(Math.abs(is[i] - should[i]) <= TOLERANCE * largest)) return false;
    }
    return true;
  });
}
