import type { Arena } from '../../engine/arena.ts';
import type { Variable } from '../../engine/tensor.ts';
import type { ModelVariable, ModelWeights } from '../models/model-weights.ts';

/** Tensors that one call of the optimizer's update takes. */
export interface Update {
  readonly variable: Variable;
  readonly gradient: Variable;
  readonly slots: Readonly<Record<string, Variable>>;
}

/** The trained weights of one arena, with their gradients and the optimizer's slots laid out alike. */
export interface TrainedArena {
  readonly weights: readonly ModelVariable[];
  /** Parts in the order of `weights`. */
  readonly gradients: Arena;
  readonly slots: Readonly<Record<string, Arena>>;
  /** One for the whole arena; where a part of it is frozen, or not of this model, one for each weight. */
  readonly updates: readonly Update[];
}

/** Groups a model's trained weights by the memory that they lie in, and takes memory for gradients and slots. */
export function trainedArenas({ variables }: ModelWeights, slotNames: readonly string[]): readonly TrainedArena[] {
  const groups = new Map<Arena, ModelVariable[]>();
  for (const weight of variables) {
    if (!weight.trained || weight.arena === null) continue;
    const group = groups.get(weight.arena);
    if (group === undefined) groups.set(weight.arena, [weight]);
    else group.push(weight);
  }
  return [...groups].map(([arena, group]) => {
    const weights = group.sort((a, b) => a.index - b.index);
    const parts = weights.map(({ variable }) => variable);
    const gradients = arena.like('gradient', parts);
    const slots = Object.fromEntries(slotNames.map((slot) => [slot, arena.like(slot, parts)]));
    const slotsAt = (of: (slot: Arena) => Variable) =>
      Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, of(slot)]));
    const updates =
      parts.length === arena.parts.length
        ? [{ variable: arena.whole, gradient: gradients.whole, slots: slotsAt(({ whole }) => whole) }]
        : parts.map((variable, i) => ({
            variable,
            gradient: gradients.parts[i],
            slots: slotsAt(({ parts: slotParts }) => slotParts[i]),
          }));
    return { weights, gradients, slots, updates };
  });
}

/** Gives back the memory of gradients and slots; the weights stay. */
export function freeBesides({ gradients, slots }: TrainedArena): void {
  for (const arena of [gradients, ...Object.values(slots)]) arena.dispose();
}

/** The slots beside each trained weight, named `layer/weight/slot`. */
export const slotsOf = ({ weights, slots }: TrainedArena): { name: string; variable: Variable }[] =>
  weights.flatMap(({ name }, i) =>
    Object.entries(slots).map(([slot, { parts }]) => ({ name: `${name}/${slot}`, variable: parts[i] })),
  );
