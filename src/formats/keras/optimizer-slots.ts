import { FormatError } from '../../errors.ts';
import type { Hdf5Array } from '../hdf5/tree.ts';
import type { NamedArray } from '../named-array.ts';
import type { StoredObject, StoredTraining } from '../stored-model.ts';
import { floatArray } from './arrays.ts';
import { type Assigned, fullName } from './assign-weights.ts';
import type { ExpectedWeight } from './model-tree.ts';

/** An optimizer's variable as it is in a file. */
export interface OptimizerVariable {
  readonly name: string;
  readonly array: Hdf5Array;
}

/** Names of our slots and of Keras's, in Keras's order. */
interface SlotName {
  readonly ours: string;
  readonly keras: string;
}

const ADAM: readonly SlotName[] = [
  { ours: 'm', keras: 'momentum' },
  { ours: 'v', keras: 'velocity' },
];

/** The state that an optimizer with these options of ours keeps for each weight. */
function slotNames({ className, config }: StoredObject): readonly SlotName[] {
  const hasMomentum = typeof config['momentum'] === 'number' && config['momentum'] > 0;
  if (className === 'Adam' || className === 'AdamW') return ADAM;
  if (className === 'SGD') return hasMomentum ? [{ ours: 'velocity', keras: 'momentum' }] : [];
  return [
    { ours: 'velocity', keras: 'velocity' },
    ...(hasMomentum ? [{ ours: 'momentum', keras: 'momentum' }] : []),
    ...(config['centered'] === true ? [{ ours: 'averageGradient', keras: 'average_gradient' }] : []),
  ];
}

/** Adam's two slots stand side by side for each weight since TensorFlow 2.11; other slots one after the other. */
const isSideBySide = ({ className }: StoredObject): boolean => className.startsWith('Adam');

/**
 * What the variables of an optimizer mean: the steps taken, and the state of each trained weight. Where they fit neither
 * the optimizer nor the weights, the reason is in `problem`, and training starts afresh, as in Keras.
 */
export function slotsFromKeras(
  optimizer: StoredObject,
  variables: readonly OptimizerVariable[],
  trained: readonly ExpectedWeight[],
  weights: Assigned,
): Pick<StoredTraining, 'step' | 'slots' | 'problem'> {
  // The steps and, in new files, the learning rate come first.
  const first = variables.findIndex(({ array }) => array.shape.length > 0);
  const numbers = first < 0 ? variables : variables.slice(0, first);
  const rest = first < 0 ? [] : variables.slice(first);
  const step = numbers[0] === undefined ? 0 : Math.round(floatArray('iteration', numbers[0].array).data[0]);
  const slots = slotNames(optimizer);
  if (slots.length === 0 || rest.length === 0) return { step, slots: [] };
  const interleaved = trained.flatMap((weight) => slots.map((slot) => ({ weight, slot })));
  const grouped = slots.flatMap((slot) => trained.map((weight) => ({ weight, slot })));
  const second = rest[1]?.name ?? '';
  const prefersSides = /(^|[/_])(v|velocity)([/_:]|$)/.test(second) || /^\d+$/.test(second);
  const orders = isSideBySide(optimizer) && prefersSides ? [interleaved, grouped] : [grouped, interleaved];
  const order = orders.find((places) =>
    places.every(({ weight }, i) => rest[i]?.array.shape.join() === weights.get(fullName(weight))?.shape.join()),
  );
  if (order === undefined) {
    const problem = `The optimizer's state in the file does not fit ${optimizer.className} and the ${trained.length} trained weights; training starts afresh.`;
    return { step: 0, slots: [], problem };
  }
  return {
    step,
    slots: order.map(({ weight, slot }, i) => floatArray(`${fullName(weight)}/${slot.ours}`, rest[i].array)),
  };
}

/**
 * The variables of an optimizer in Keras's order.
 *
 * @throws FormatError when the state of a trained weight is missing.
 */
export function slotsToKeras(
  optimizer: StoredObject,
  { step, slots }: Pick<StoredTraining, 'step' | 'slots'>,
  trained: readonly ExpectedWeight[],
): readonly OptimizerVariable[] {
  const prefix = optimizer.className.toLowerCase();
  const { learningRate: rate } = optimizer.config;
  const iteration = { name: `${prefix}/iteration`, array: { shape: [], data: BigInt64Array.of(BigInt(step)) } };
  // A schedule follows from the steps; Keras keeps no variable for it.
  const learningRate = { name: `${prefix}/learning_rate`, array: { shape: [], data: Float32Array.of(rate as number) } };
  const given = new Map(slots.map((slot) => [slot.name, slot]));
  const names = slotNames(optimizer);
  const places = isSideBySide(optimizer)
    ? trained.flatMap((weight) => names.map((slot) => ({ weight, slot })))
    : names.flatMap((slot) => trained.map((weight) => ({ weight, slot })));
  const variables = places.map(({ weight, slot }) => {
    const { shape, data } = slotOf(given, `${fullName(weight)}/${slot.ours}`);
    return { name: `${prefix}/${fullName(weight).replaceAll('/', '_')}_${slot.keras}`, array: { shape, data } };
  });
  return [iteration, ...(typeof rate === 'number' ? [learningRate] : []), ...variables];
}

function slotOf(slots: ReadonlyMap<string, NamedArray>, name: string): NamedArray {
  const slot = slots.get(name);
  if (slot !== undefined) return slot;
  throw new FormatError(`The optimizer's state has no "${name}"; the model cannot be written with its state.`, {
    name,
  });
}
