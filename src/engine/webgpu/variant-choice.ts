import type { AnyOp, OpCall } from '../op.ts';
import type { TensorSpec } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { AdapterTraits } from './adapter-traits.ts';
import type { Dispatch } from './kernel.ts';

/** The name of an op's own `gpu` form among its variants. */
export const SIMPLE = 'simple';

/** The kernel dispatches of a call in one of its forms. */
export function dispatchesOf(
  { op, inputs, outputs, attrs }: OpCall,
  form: string,
  scratch: (spec: TensorSpec) => Tensor,
  adapter: AdapterTraits,
): readonly Dispatch[] {
  const variant = op.variants?.[form] ?? op;
  return variant.gpu(inputs, outputs, attrs, scratch, adapter);
}

/** What was measured and verified on an adapter; kept between runs. */
export interface TuningRecord {
  /** The fastest form by call (`callKey`). */
  readonly chosen: Readonly<Record<string, string>>;
  /** Forms that gave wrong results here, as `op/form`. */
  readonly refused: readonly string[];
}

/** A call's op, shapes and attributes: calls of one key take equally long. */
export function callKey({ op, inputs, attrs }: OpCall): string {
  const shapes = Object.values(inputs).map(({ shape }) => shape.join('x'));
  return `${op.name} ${shapes.join(' ')} ${JSON.stringify(attrs ?? {})}`;
}

/** Which form of its kernels each call runs in. */
export class VariantChoice {
  readonly traits: AdapterTraits;
  /** Runs every call in this form where it fits; for tests and for `verify`. */
  forced: string | null = null;
  readonly #chosen = new Map<string, string>();
  readonly #refused = new Set<string>();

  constructor(traits: AdapterTraits) {
    this.traits = traits;
  }

  get record(): TuningRecord {
    return { chosen: Object.fromEntries(this.#chosen), refused: [...this.#refused] };
  }

  /** Adds what is known from earlier runs. */
  load({ chosen, refused }: TuningRecord): void {
    for (const [key, form] of Object.entries(chosen)) this.#chosen.set(key, form);
    for (const form of refused) this.#refused.add(form);
  }

  isChosen(call: OpCall): boolean {
    return this.#chosen.has(callKey(call));
  }

  choose(call: OpCall, form: string): void {
    this.#chosen.set(callKey(call), form);
  }

  /** Bars a form of an op: it gave wrong results. The simple form cannot be barred. */
  refuse(op: AnyOp, form: string): void {
    if (form !== SIMPLE) this.#refused.add(`${op.name}/${form}`);
  }

  /** The forms that can run a call: the one taken without measuring first, the simple one last or first. */
  candidates(call: OpCall): readonly string[] {
    const standard = this.#standard(call);
    const others = Object.keys(call.op.variants ?? {}).filter((form) => form !== standard && this.#fits(call, form));
    return [...new Set([standard, ...others, SIMPLE])];
  }

  /** The form that a call runs in. */
  formOf(call: OpCall): string {
    const { forced } = this;
    if (forced !== null) return this.#fits(call, forced) ? forced : SIMPLE;
    const chosen = this.#chosen.get(callKey(call));
    return chosen !== undefined && this.#fits(call, chosen) ? chosen : this.#standard(call);
  }

  #standard(call: OpCall): string {
    const { op, inputs, outputs, attrs } = call;
    for (const [form, variant] of Object.entries(op.variants ?? {})) {
      if (this.#fits(call, form) && variant.suits(inputs, outputs, attrs, this.traits)) return form;
    }
    return SIMPLE;
  }

  #fits({ op, inputs, outputs, attrs }: OpCall, form: string): boolean {
    if (form === SIMPLE) return true;
    const variant = op.variants?.[form];
    if (variant === undefined || this.#refused.has(`${op.name}/${form}`)) return false;
    return variant.fits(inputs, outputs, attrs, this.traits);
  }
}
