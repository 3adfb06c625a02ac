import { DataError } from '../errors.ts';
import { kerasSplit } from './keras-split.ts';

/** The two sides of a split, each in the order of the items. */
export interface SplitItems<T> {
  readonly training: T[];
  readonly validation: T[];
}

/**
 * Splits as {@link kerasSplit}, but class by class: of each, the last `floor(validationSplit * n)` items are for
 * validation, so that both sides have the classes in the same proportions.
 *
 * @throws ValueError when `validationSplit` is not between 0 and 1.
 * @throws DataError when a class is too small to be split.
 */
export function stratifiedSplit<T>(
  items: readonly T[],
  validationSplit: number,
  classOf: (item: T) => unknown,
): SplitItems<T> {
  const validation = new Set<T>();
  for (const members of grouped(items, classOf).values()) {
    for (const item of kerasSplit(members, validationSplit).validation) validation.add(item);
  }
  return divided(items, validation);
}

/**
 * Splits as {@link kerasSplit}, but keeps the items of a group together, such as the pictures of one patient, which would
 * else be in training and validation. Groups go to validation from the last one on, those that fit, until it has
 * `floor(validationSplit * n)` items or no group fits any more.
 *
 * @throws ValueError when `validationSplit` is not between 0 and 1.
 * @throws DataError when all groups are too large.
 */
export function groupedSplit<T>(
  items: readonly T[],
  validationSplit: number,
  groupOf: (item: T) => unknown,
): SplitItems<T> {
  const wanted = kerasSplit(items, validationSplit).validation.length;
  return divided(items, new Set(takeGroups(items, wanted, groupOf)));
}

/**
 * Whole groups of items, from the last one on, those that fit into `wanted` items.
 *
 * @throws DataError when all groups are too large.
 */
export function takeGroups<T>(items: readonly T[], wanted: number, groupOf: (item: T) => unknown): T[] {
  const taken: T[] = [];
  const groups = [...grouped(items, groupOf).values()];
  for (const members of groups.reverse()) if (taken.length + members.length <= wanted) taken.push(...members);
  if (taken.length > 0) return taken;
  const smallest = Math.min(...groups.map((members) => members.length));
  throw new DataError(
    `${wanted} of ${items.length} items are to be split off, but the smallest of ${groups.length} groups has ` +
      `${smallest}. Give a larger split, or smaller groups.`,
    { wanted, items: items.length, groups: groups.length, smallest },
  );
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => unknown): Map<unknown, T[]> {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const members = groups.get(key);
    if (members) members.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const divided = <T>(items: readonly T[], validation: ReadonlySet<T>): SplitItems<T> => ({
  training: items.filter((item) => !validation.has(item)),
  validation: items.filter((item) => validation.has(item)),
});
