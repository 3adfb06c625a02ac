import { takeGroups } from '../data/fair-split.ts';
import { kerasShuffle } from '../data/keras-split.ts';
import { ConfigError, DataError } from '../errors.ts';

/** The parts that images are split into, by the names of their folders. */
export const SPLIT_PARTS = ['train', 'validation', 'test'] as const;

/** One of {@link SPLIT_PARTS}. */
export type SplitPart = (typeof SPLIT_PARTS)[number];

/** The images of one class, in any order. */
export interface SplitClass {
  readonly name: string;
  readonly files: readonly SplitFile[];
}

/** An image to be given to a part. */
export interface SplitFile {
  /** Where it is. */
  readonly from: string;
  /** Its path inside the folder of its class. */
  readonly name: string;
}

/** How many images of each class go to each part: a count from 1 on, or a share below 1. */
export type SplitAmounts = { readonly [P in SplitPart]?: number };

/** Which images go to which part; paths of `to` are `part/class/name`. */
export interface SplitPlan {
  readonly files: readonly { readonly from: string; readonly to: string }[];
  /** Number of images by class, for each part. */
  readonly counts: { readonly [P in SplitPart]: Readonly<Record<string, number>> };
  /** Images that no part takes. */
  readonly leftOver: number;
}

const byNumbers = new Intl.Collator('en', { numeric: true });

/** By name, digits by their value, so that `cat.9` comes before `cat.10`; names that differ only in case by code points. */
const compareNames = (a: SplitFile, b: SplitFile): number =>
  byNumbers.compare(a.name, b.name) || (a.name < b.name ? -1 : 1);

/**
 * Gives each class's images to the parts, class by class, so that all parts have the classes in the same proportions:
 * in the order of their names the first ones to `train`, the next to `validation`, the next to `test`. Without an amount
 * for `train` it takes what the others leave; shares are rounded down, and where they add up to 1 `train` takes the rest.
 *
 * @param seed shuffles each class before; default no shuffle.
 * @throws ConfigError for amounts that make no sense.
 * @throws DataError when a class has too few images.
 */
export function planSplit(classes: readonly SplitClass[], amounts: SplitAmounts, seed?: number): SplitPlan {
  checkAmounts(amounts);
  const files: { from: string; to: string }[] = [];
  const counts: Record<SplitPart, Record<string, number>> = { train: {}, validation: {}, test: {} };
  let leftOver = 0;
  for (const group of classes) {
    const sorted = [...group.files].sort(compareNames);
    const order = seed === undefined ? sorted : kerasShuffle(sorted, seed);
    const sizes = partSizes(group, amounts);
    let taken = 0;
    for (const part of SPLIT_PARTS) {
      const chosen = order.slice(taken, taken + sizes[part]);
      files.push(...chosen.map(({ from, name }) => ({ from, to: `${part}/${group.name}/${name}` })));
      taken += sizes[part];
      if (sizes[part] > 0) counts[part][group.name] = sizes[part];
    }
    leftOver += order.length - taken;
  }
  return { files, counts, leftOver };
}

/**
 * Gives images to the parts so that those of a group, such as the pictures of one patient, come to the same part, in
 * whatever classes they are. The parts get their shares of all images, as near as the groups allow; `train` gets the rest.
 *
 * @param groupOf gives the group of an image by its name.
 * @param seed shuffles all images before; default no shuffle.
 * @throws ConfigError for amounts that make no sense, or are counts.
 * @throws DataError when the groups are too large.
 */
export function planGroupedSplit(
  classes: readonly SplitClass[],
  amounts: SplitAmounts,
  groupOf: (name: string) => string,
  seed?: number,
): SplitPlan {
  checkAmounts(amounts);
  const { train, validation = 0, test = 0 } = amounts;
  const isWhole = train === undefined || Math.abs(train + validation + test - 1) <= ROUNDING;
  if (validation >= 1 || test >= 1 || !isWhole) {
    throw new ConfigError(
      'With groups, give shares of --validation and --test, such as 0.2; the rest is for training.',
    );
  }
  const sorted = classes.flatMap(({ name, files }) =>
    [...files].sort(compareNames).map((file) => ({ ...file, className: name })),
  );
  const order = seed === undefined ? sorted : kerasShuffle(sorted, seed);
  const partOf = new Map<SplitFile, SplitPart>();
  for (const [part, share] of [
    ['test', test],
    ['validation', validation],
  ] as const) {
    if (share === 0) continue;
    const left = order.filter((file) => !partOf.has(file));
    const wanted = Math.floor(share * order.length + ROUNDING);
    for (const file of takeGroups(left, wanted, ({ name }) => groupOf(name))) partOf.set(file, part);
  }
  const counts: Record<SplitPart, Record<string, number>> = { train: {}, validation: {}, test: {} };
  const files = sorted.map((file) => {
    const part = partOf.get(file) ?? 'train';
    counts[part][file.className] = (counts[part][file.className] ?? 0) + 1;
    return { from: file.from, to: `${part}/${file.className}/${file.name}` };
  });
  return { files, counts, leftOver: 0 };
}

function checkAmounts(amounts: SplitAmounts): void {
  const given = SPLIT_PARTS.filter((part) => amounts[part] !== undefined);
  if (!given.some((part) => part !== 'train')) {
    throw new ConfigError(
      'Nothing to split off: give --validation, --test or both, as a count or a share such as 0.2.',
    );
  }
  for (const part of given) {
    const amount = amounts[part] as number;
    if (!(amount > 0) || (amount >= 1 && !Number.isInteger(amount))) {
      throw new ConfigError(`--${part} is ${amount}; a count from 1 on or a share below 1 is expected.`, {
        [part]: amount,
      });
    }
  }
  const shares = given.map((part) => amounts[part] as number).filter((amount) => amount < 1);
  if (sum(shares) > 1 + ROUNDING) throw new ConfigError(`The shares ${shares.join(', ')} add up to more than 1.`);
}

/** What sums of decimal shares may be off by. */
const ROUNDING = 1e-9;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

function partSizes({ name, files }: SplitClass, amounts: SplitAmounts): Record<SplitPart, number> {
  const total = files.length;
  const sizeOf = (amount = 0) => (amount < 1 ? Math.floor(amount * total + ROUNDING) : amount);
  const { train, validation, test } = amounts;
  const sizes = { train: sizeOf(train), validation: sizeOf(validation), test: sizeOf(test) };
  const shares = [train, validation, test].map((amount = 0) => amount);
  const isWhole = shares.every((amount) => amount < 1) && sum(shares) > 1 - ROUNDING;
  if (train === undefined || isWhole) sizes.train = Math.max(0, total - sizes.validation - sizes.test);
  const needed = sum(Object.values(sizes));
  const empty = SPLIT_PARTS.find((part) => sizes[part] === 0 && (part === 'train' || amounts[part] !== undefined));
  if (needed > total || empty !== undefined) {
    const problem = empty === undefined ? `${needed} are needed` : `none would be left for ${empty}`;
    throw new DataError(
      `The class "${name}" has ${total} images; ${problem} (train ${sizes.train}, validation ${sizes.validation}, ` +
        `test ${sizes.test}). Give smaller amounts or more images.`,
      { class: name, images: total, ...sizes },
    );
  }
  return sizes;
}
