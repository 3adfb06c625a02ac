import type { Device } from '../engine/device.ts';
import { type Program, trace } from '../engine/program.ts';
import { seededRandom } from '../engine/seeded-random.ts';
import { type HostArray, sizeOf, type TensorSpec } from '../engine/shape.ts';
import { backward, withTape } from '../engine/tape.ts';
import { empty, Tensor } from '../engine/tensor.ts';
import { add } from '../ops/add.ts';
import type { Case, HostInput } from './case.ts';

/** Named arrays: the results of a case and of its gradients. */
export type Arrays = ReadonlyMap<string, HostArray>;

type Tensors = Record<string, Tensor>;

/**
 * Runs one row of the op table in all the ways that are compared. Inputs follow from the row's name, so every run and
 * every machine gets the same; they and the eager results are made once.
 */
export class CaseRun {
  readonly kase: Case;
  readonly specs: Readonly<Record<string, TensorSpec>>;
  /** Inputs with a gradient rule. */
  readonly differentiable: readonly string[];
  /** The inputs as host data. */
  readonly host: ReadonlyMap<string, HostInput>;
  /** Weights of the first output's elements, whose weighted sum is what gradients are taken of. */
  readonly weights: Float32Array;
  readonly #forwards = new Map<Device, Promise<Arrays>>();
  readonly #gradients = new Map<Device, Promise<Arrays>>();

  constructor(kase: Case) {
    const { op, name, inputs, attrs } = kase;
    this.kase = kase;
    this.differentiable = Object.keys(op.gradients ?? {});
    const random = seededRandom(`${op.name}: ${name}`);
    this.host = new Map(
      Object.entries(inputs).map(([input, { shape, dtype, make }]) => [input, { shape, dtype, data: make(random) }]),
    );
    this.specs = op.outputs(Object.fromEntries(this.host), attrs) as Record<string, TensorSpec>;
    const [first] = Object.values(this.specs);
    this.weights = new Float32Array(this.differentiable.length === 0 || first === undefined ? 0 : sizeOf(first.shape));
    for (let i = 0; i < this.weights.length; i++) this.weights[i] = 2 * random() - 1;
  }

  /** Forward results, computed eagerly: outputs, and inputs that the op changes. */
  forward(device: Device): Promise<Arrays> {
    return memo(this.#forwards, device, () => this.forwardOf(device, this.host));
  }

  /** Forward results, computed anew, also for other inputs of the same shapes. */
  forwardOf(device: Device, host: ReadonlyMap<string, HostInput> = this.host): Promise<Arrays> {
    const inputs = upload(device, host);
    return downloadAndFree(this.#results(device, inputs));
  }

  /** Gradients of the weighted first output with respect to all differentiable inputs, computed eagerly. */
  gradients(device: Device): Promise<Arrays> {
    return memo(this.#gradients, device, () => {
      const inputs = upload(device, this.host);
      return downloadAndFree(this.#differentiate(device, inputs, this.#seed(device)).gradients);
    });
  }

  /** The trace of forward pass and gradients, with its inputs and what it computes. */
  traced(device: Device): { program: Program; inputs: Tensors; kept: Tensors } {
    const inputs = upload(device, this.host);
    const seed = this.differentiable.length > 0 ? this.#seed(device) : null;
    let kept: Tensors = {};
    const program = trace(device, () => {
      if (seed === null) {
        kept = this.#results(device, inputs);
      } else {
        const { results, gradients } = this.#differentiate(device, inputs, seed);
        kept = { ...results, ...gradients };
      }
    });
    return { program, inputs, kept };
  }

  /** Forward results and gradients after each of `runs` runs of one plan; the inputs are written again before each. */
  async replayed(device: Device, runs: number): Promise<Arrays[]> {
    const { program, inputs, kept } = this.traced(device);
    const plan = await device.prepare(program, Object.values(kept));
    const results: Arrays[] = [];
    for (let run = 0; run < runs; run++) {
      for (const [name, { data }] of this.host) device.write(inputs[name], data);
      plan.run();
      results.push(await download(kept));
    }
    plan.dispose();
    for (const tensor of [...Object.values(inputs), ...Object.values(kept)]) tensor.dispose();
    return results;
  }

  #seed(device: Device): Tensor {
    const seed = empty(device, Object.values(this.specs)[0]);
    device.write(seed, this.weights);
    return seed;
  }

  #results(device: Device, inputs: Tensors): Tensors {
    const { op, attrs } = this.kase;
    const outputs = (op as unknown as (i: Tensors, a: unknown, d: Device) => Tensors)(inputs, attrs, device);
    const updated = Object.fromEntries((op.updates ?? []).map((name: string) => [name, inputs[name]]));
    return { ...outputs, ...updated };
  }

  #differentiate(device: Device, inputs: Tensors, seed: Tensor): { results: Tensors; gradients: Tensors } {
    const { value: results, calls } = withTape(() => this.#results(device, inputs));
    const first = Object.values(results)[0];
    const sources = this.differentiable.map((name) => inputs[name]);
    const grads = backward(calls, new Map([[first, seed]]), sources, add);
    const named = this.differentiable.map((name, i) => [`gradient of ${name}`, grads[i] as Tensor]);
    return { results, gradients: Object.fromEntries(named) };
  }
}

function memo<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** Copies inputs as they are: on the f64 device a `Float64Array` keeps its precision. */
function upload(device: Device, inputs: ReadonlyMap<string, HostInput>): Tensors {
  return Object.fromEntries(
    [...inputs].map(([name, input]) => {
      const value = new Tensor(device, input, device.allocate(input));
      device.write(value, input.data);
      return [name, value];
    }),
  );
}

async function download(tensors: Tensors): Promise<Arrays> {
  const arrays = new Map<string, HostArray>();
  for (const [name, value] of Object.entries(tensors)) arrays.set(name, await value.data());
  return arrays;
}

/** Copies results to the host and frees them. */
async function downloadAndFree(tensors: Tensors): Promise<Arrays> {
  const arrays = await download(tensors);
  for (const value of Object.values(tensors)) value.dispose();
  return arrays;
}
