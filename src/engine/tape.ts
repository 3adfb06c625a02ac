import { NoGradientError } from '../errors.ts';
import type { OpCall } from './op.ts';
import { showShape } from './shape.ts';
import type { Tensor } from './tensor.ts';

let open: OpCall[] | null = null;

/** Appends a call to the open tape, if there is one. @internal */
export function record(call: OpCall): void {
  open?.push(call);
}

/** Runs `compute` and returns its value with the calls that led to it. An outer tape sees them, too. */
export function withTape<T>(compute: () => T): { value: T; calls: readonly OpCall[] } {
  const outer = open;
  const calls: OpCall[] = [];
  open = calls;
  try {
    return { value: compute(), calls };
  } finally {
    open = outer;
    for (const call of calls) record(call);
  }
}

/**
 * Reverse-mode differentiation: walks the calls backwards from the given gradients of their results (`seeds`) and
 * returns the gradients of `sources`. Only gradients on a path from a source to a seed are computed; a source that no
 * seed depends on gets `undefined`. `add` sums what reaches a tensor by several ways; the engine itself knows no op.
 */
export function backward(
  calls: readonly OpCall[],
  seeds: ReadonlyMap<Tensor, Tensor>,
  sources: readonly Tensor[],
  add: (a: Tensor, b: Tensor) => Tensor,
): (Tensor | undefined)[] {
  const dependent = new Set<Tensor>(sources);
  for (const { inputs, outputs } of calls) {
    if (Object.values(inputs).some((input) => dependent.has(input))) {
      for (const output of Object.values(outputs)) dependent.add(output);
    }
  }
  const gradients = new Map(seeds);
  for (const call of [...calls].reverse()) {
    if (!Object.values(call.inputs).some((input) => dependent.has(input))) continue;
    const context = gradientContext(call, gradients);
    if (context === null) continue;
    for (const [name, input] of Object.entries(call.inputs)) {
      if (!dependent.has(input)) continue;
      const rule = call.op.gradients?.[name];
      if (rule === undefined)
        throw new NoGradientError(call.op.name, `with respect to its input "${name}" ${showShape(input.shape)}`);
      const gradient = rule(context);
      const sum = gradients.get(input);
      gradients.set(input, sum === undefined ? gradient : add(sum, gradient));
    }
  }
  return sources.map((source) => gradients.get(source));
}

/** What a call's gradient rules read, or null when no seed depends on the call. */
function gradientContext({ op, inputs, outputs, attrs }: OpCall, gradients: ReadonlyMap<Tensor, Tensor>) {
  const [first] = Object.keys(outputs);
  const grads: Record<string, Tensor> = {};
  for (const [name, output] of Object.entries(outputs)) {
    const gradient = gradients.get(output);
    if (gradient === undefined) continue;
    // Rules take up the first output's gradient only; another's would be lost without a word.
    if (name !== first) throw new NoGradientError(op.name, `of its output "${name}"; only "${first}" has one`);
    grads[name] = gradient;
  }
  if (Object.keys(grads).length === 0) return null;
  let shared: { value: unknown } | null = null;
  const once = <T>(compute: () => T): T => {
    shared ??= { value: compute() };
    return shared.value as T;
  };
  return { inputs, outputs, grads, attrs, once };
}
