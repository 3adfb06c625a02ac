import { isObject, type JsonObject } from '../keras/json-value.ts';
import { camelCase, pascalCase, snakeCase } from '../keras/spelling.ts';
import type { NamedArray } from '../named-array.ts';
import type { StoredObject, StoredTraining } from '../stored-model.ts';
import type { ManifestArray } from './manifest-values.ts';
import { optimizerFromTfjs, optimizerToTfjs, type TfjsSlot } from './tfjs-optimizers.ts';
import type { ShardedArray } from './write-shards.ts';

/** The metrics that both have. */
const METRICS = ['accuracy', 'acc'];
/** The name of an optimizer's steps, first among its weights. */
const STEPS = 'iter';

/**
 * The `trainingConfig` of a model; undefined where TensorFlow.js has no such optimizer or loss, or one without such
 * options: it could not load the model with it.
 */
export function trainingToTfjs({ optimizer, loss, metrics = [] }: StoredTraining): JsonObject | undefined {
  const known = optimizer === null ? undefined : optimizerToTfjs(optimizer);
  if (known === undefined || loss === undefined || typeof known.config['learningRate'] !== 'number') return undefined;
  if (Object.values(loss.config).some((value) => value !== false && value !== 0)) return undefined;
  return {
    loss: snakeCase(loss.className).replace(/^_/, ''),
    metrics: metrics.filter((name) => METRICS.includes(name)),
    optimizer_config: { class_name: known.className, config: known.config },
  };
}

/** The optimizer's state in TensorFlow.js's order: steps, then each slot of all trained weights. */
export function slotsToTfjs(
  { optimizer, step, slots }: StoredTraining,
  nameOf: (weight: string) => string,
): readonly ShardedArray[] {
  const given = new Map(slots.map((slot) => [slot.name, slot]));
  const ownNames = [...new Set(slots.map(({ name }) => lastPart(name)))];
  const order =
    (optimizer && optimizerToTfjs(optimizer)?.slots) ?? ownNames.map((name) => ({ theirs: name, ours: name }));
  const trained = new Map(slots.map(({ name, shape, data }) => [beforeLast(name), { shape, size: data.length }]));
  const arrays = order.flatMap(({ theirs, ours, factor = 1 }: TfjsSlot) =>
    [...trained].map(([weight, { shape, size }]) => ({
      name: `${nameOf(weight)}/${theirs}`,
      shape,
      // Its optimizers have slots that ours leave out where they would stay zero.
      data: scaled(given.get(`${weight}/${ours}`)?.data ?? new Float32Array(size), 1 / factor),
      ofOptimizer: true,
    })),
  );
  return [{ name: STEPS, shape: [], data: Int32Array.of(step), ofOptimizer: true }, ...arrays];
}

/** What of a `model.json` tells how the model was trained: for TensorFlow.js, and as we spell it in files of our own. */
export interface TrainingJson {
  readonly trainingConfig: unknown;
  readonly own: unknown;
}

/** How the model was trained, with the optimizer's state; null where the file does not tell. */
export function trainingFromTfjs(
  { trainingConfig, own }: TrainingJson,
  state: readonly ManifestArray[],
  nameOf: (weight: string) => string,
): StoredTraining | null {
  const described = isObject(own) ? ownTraining(own) : isObject(trainingConfig) ? theirTraining(trainingConfig) : null;
  if (described === null) return null;
  const { known, ...training } = described;
  const slots = state.flatMap(({ name, shape, data }): NamedArray[] => {
    const last = lastPart(name);
    const slot = known === null ? { ours: last } : known.find(({ theirs }) => theirs === last);
    if (slot === undefined || name === STEPS) return [];
    const { ours, factor = 1 }: Omit<TfjsSlot, 'theirs'> = slot;
    return [{ name: `${nameOf(beforeLast(name))}/${ours}`, shape, data: scaled(data, factor) }];
  });
  return { ...training, step: state.find(({ name }) => lastPart(name) === STEPS)?.data[0] ?? 0, slots };
}

function theirTraining({ optimizer_config: described, loss, metrics }: JsonObject) {
  const { class_name: className, config } = isObject(described) ? described : {};
  const optimizer = optimizerFromTfjs(className, config);
  return {
    optimizer: optimizer === undefined ? null : { className: optimizer.className, config: optimizer.config },
    /** The slots that are read; null for all, under the names that they have. */
    known: optimizer?.slots ?? [],
    ...(typeof loss === 'string' ? { loss: { className: pascalCase(loss), config: {} } } : {}),
    ...(Array.isArray(metrics) ? { metrics: metrics.map((metric) => camelCase(String(metric))) } : {}),
  };
}

function ownTraining({ optimizer, loss, metrics }: JsonObject) {
  const made = isStoredObject(optimizer) ? optimizer : null;
  const known = made === null ? undefined : optimizerToTfjs(made);
  const read = known && optimizerFromTfjs(known.className, known.config);
  return {
    optimizer: made,
    known: read?.slots ?? null,
    ...(isStoredObject(loss) ? { loss } : {}),
    ...(Array.isArray(metrics) ? { metrics: metrics.map(String) } : {}),
  };
}

const isStoredObject = (value: unknown): value is StoredObject =>
  isObject(value) && typeof value['className'] === 'string' && isObject(value['config']);

const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
const beforeLast = (name: string): string => name.slice(0, Math.max(name.lastIndexOf('/'), 0));

/** As floats, which the state of an optimizer is. */
const scaled = (data: NamedArray['data'], factor: number): Float32Array =>
  data instanceof Float32Array && factor === 1 ? data : Float32Array.from(data, (value) => value * factor);
