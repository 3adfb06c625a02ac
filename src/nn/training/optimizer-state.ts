import { type Shape, sameShape, showShape, sizeOf } from '../../engine/shape.ts';
import { listNames, ValueError } from '../../errors.ts';
import type { WeightArray } from '../models/weight-array.ts';

/** What an optimizer must know to go on training where it was. */
export interface OptimizerState {
  /** The optimizer's name. */
  readonly optimizer: string;
  /** Training steps taken. */
  readonly step: number;
  /** The values beside each trained weight, named `layer/weight/slot`. */
  readonly slots: readonly WeightArray[];
}

const slotOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** The names of the slots that each trained weight has. */
export const slotNames = ({ slots }: OptimizerState): string[] => [...new Set(slots.map(({ name }) => slotOf(name)))];

/**
 * Refuses a state unless each trained weight has the same slots in it, of the weight's shape, and nothing else has.
 *
 * @throws ValueError that names what does not fit.
 */
export function checkOptimizerState(
  state: OptimizerState,
  trained: readonly { readonly name: string; readonly shape: Shape }[],
): void {
  const given = new Map(state.slots.map((slot) => [slot.name, slot]));
  for (const { name: weight, shape } of trained) {
    for (const slot of slotNames(state)) {
      const name = `${weight}/${slot}`;
      const array = given.get(name);
      if (array === undefined) throw new ValueError(`The optimizer's state has no "${name}".`, { name });
      if (!sameShape(array.shape, shape) || array.data.length !== sizeOf(shape)) {
        throw new ValueError(
          `The optimizer's state "${name}" is ${showShape(array.shape)}; the weight "${weight}" has ${showShape(shape)}.`,
          { name, expected: shape, actual: array.shape },
        );
      }
      given.delete(name);
    }
  }
  if (given.size > 0) {
    throw new ValueError(`The optimizer's state has ${listNames(given.keys())}, but the model trains no such weight.`);
  }
  if (!Number.isSafeInteger(state.step) || state.step < 0) {
    throw new ValueError(`The optimizer's state has taken ${state.step} steps; a whole number is expected.`);
  }
}
