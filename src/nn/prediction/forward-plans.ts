import type { InputBatch } from '../../data/batch.ts';
import type { Device, Plan } from '../../engine/device.ts';
import { trace } from '../../engine/program.ts';
import type { Tensor } from '../../engine/tensor.ts';
import type { CallContext } from '../layers/layer.ts';
import type { Network } from '../models/network.ts';
import { formOfInput, type InputForm, inputsOf } from '../training/batch-form.ts';
import { BatchInputs } from './batch-inputs.ts';

interface ForwardPlan {
  readonly plan: Plan;
  readonly inputs: BatchInputs;
  readonly output: Tensor;
}

/** A network's forward pass outside of training: traced once for a form of batch, planned, and replayed from then on. */
export class ForwardPlans {
  readonly #network: Network;
  readonly #device: Device;
  readonly #context: Pick<CallContext, 'seed' | 'frozen'>;
  readonly #prepared = new Map<string, Promise<ForwardPlan>>();

  /** The network's weights must be on the device by the time of the first batch. */
  constructor(network: Network, device: Device, context: Pick<CallContext, 'seed' | 'frozen'>) {
    this.#network = network;
    this.#device = device;
    this.#context = context;
  }

  /** The outputs for a batch. */
  async predict(batch: InputBatch): Promise<Float32Array> {
    const { plan, inputs, output } = await this.#planFor(inputsOf(batch).map(formOfInput));
    // From here to the read nothing is awaited, so batches that are asked for side by side do not mix.
    inputs.write(batch);
    plan.run();
    return Float32Array.from(await output.data());
  }

  /** Gives back the memory of all plans; those of later batches take it anew. */
  dispose(): void {
    for (const prepared of this.#prepared.values()) void prepared.then(free, () => {});
    this.#prepared.clear();
  }

  #planFor(forms: readonly InputForm[]): Promise<ForwardPlan> {
    const key = JSON.stringify(forms);
    let prepared = this.#prepared.get(key);
    if (prepared === undefined) {
      prepared = this.#prepare(forms);
      this.#prepared.set(key, prepared);
      prepared.catch(() => this.#prepared.delete(key));
    }
    return prepared;
  }

  async #prepare(forms: readonly InputForm[]): Promise<ForwardPlan> {
    const inputs = new BatchInputs(this.#network, this.#device, forms);
    let output: Tensor | null = null;
    const program = trace(this.#device, () => {
      output = this.#network.run(inputs.given(), { ...this.#context, training: false, salt: 0 });
    });
    const kept = output as unknown as Tensor;
    return { plan: await this.#device.prepare(program, [kept]), inputs, output: kept };
  }
}

function free({ plan, inputs, output }: ForwardPlan): void {
  plan.dispose();
  inputs.free();
  output.storage.free();
}
