import { stat } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ConfigError, DataError } from '../errors.ts';
import {
  findClassesByFolder,
  findClassesByName,
  parseClassPattern,
  planGroupedSplit,
  planSplit,
  SPLIT_MODES,
  SPLIT_PARTS,
  type SplitMode,
  type SplitPlan,
  splitRecord,
  writeFileAtomic,
  writeSplit,
} from '../node/index.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { count } from './count.ts';
import { seedValue } from './option-values.ts';
import { Output } from './output.ts';
import { printable } from './printable.ts';
import { formatTable, numbers } from './table.ts';

interface SplitOptions extends CommonOptions {
  readonly classes?: readonly string[];
  readonly train?: number;
  readonly validation?: number;
  readonly test?: number;
  readonly seed?: number;
  readonly groupBy?: RegExp;
  readonly by: SplitMode | 'manifest';
}

/** Defines `cnn-gpu data split`. */
export function addDataSplitCommand(data: Command): void {
  const command = data
    .command('split')
    .summary('split images into train, validation and test')
    .description(
      'Makes a folder with the folders train, validation and test, each with a folder for each class, out of a folder of ' +
        'class folders, or of one folder whose file names tell the class. Every part gets the same amount or share of ' +
        'each class. The images stay where they are; nothing is overwritten. An interrupted split is found in ' +
        '<folder>.partial, and the same command goes on with it.',
    )
    .argument('<source>', 'folder of class folders, or with --classes a folder of images')
    .argument('<folder>', 'what to make; with --by manifest a .json file')
    .option(
      '--classes <name=pattern...>',
      'classes by file names: * is any text, ? any character, {0..99} every number of a range, all of which must be ' +
        'there; the ending of the file may be left out',
    );
  const amount = 'of each class: a count, or a share such as 0.2';
  command
    .addOption(new Option('--train <n>', `images for training ${amount} (default: the rest)`).argParser(splitAmount))
    .addOption(new Option('--validation <n>', `images for validation ${amount}`).argParser(splitAmount))
    .addOption(new Option('--test <n>', `images for testing ${amount}`).argParser(splitAmount))
    .addOption(
      new Option('--seed <n>', 'shuffle each class by this number first (default: in the order of names)').argParser(
        seedValue,
      ),
    )
    .addOption(
      new Option(
        '--group-by <pattern>',
        "keep images together whose names have the same text in this regular expression's first group, such as " +
          "'^(patient[0-9]+)'; shares are then of all images",
      ).argParser(groupPattern),
    )
    .addOption(
      new Option('--by <how>', 'copy or link images, or only write a file that lists them')
        .choices([...SPLIT_MODES, 'manifest'])
        .default('copy'),
    );
  addCommonOptions(command)
    .addHelpText(
      'after',
      "\nExamples:\n  $ cnn-gpu data split photos sets --classes 'cats=cat.*' 'dogs=dog.*' --train 1000 --validation 500 --test 500" +
        '\n  $ cnn-gpu data split photos sets --validation 0.1 --test 0.1 --seed 1 --by hard-link',
    )
    .action((source: string, folder: string, options: SplitOptions) => split(source, folder, options));
}

async function split(source: string, folder: string, options: SplitOptions): Promise<void> {
  const output = new Output(options);
  const { train, validation, test, seed, groupBy, by } = options;
  const classes = options.classes
    ? await findClassesByName(source, options.classes.map(parseClassPattern))
    : await findClassesByFolder(source);
  const amounts = { ...(train && { train }), ...(validation && { validation }), ...(test && { test }) };
  const plan = groupBy
    ? planGroupedSplit(classes, amounts, (name) => groupIn(name, groupBy), seed)
    : planSplit(classes, amounts, seed);
  if (by === 'manifest') await writeManifest(folder, plan);
  else await writeSplit(folder, plan, by);
  output.result(describePlan(plan));
  output.event({ event: 'end', folder, by, counts: plan.counts, leftOver: plan.leftOver });
}

async function writeManifest(path: string, plan: SplitPlan): Promise<void> {
  if (!path.endsWith('.json')) throw new ConfigError(`A manifest is a .json file; "${path}" is not named so.`);
  if (await stat(path).catch(() => undefined)) {
    throw new DataError(`The file ${path} is there already; nothing is overwritten. Name another one.`, { path });
  }
  await writeFileAtomic(path, splitRecord(plan, 'manifest'));
}

function describePlan({ counts, leftOver }: SplitPlan): string {
  const rows = SPLIT_PARTS.flatMap((part) =>
    Object.entries(counts[part]).map(([name, n]) => [`${part}/${printable(name)}`, n.toLocaleString('en-US')]),
  );
  const rest = leftOver > 0 ? `\n${count(leftOver, 'image')} left over` : '';
  return `${formatTable([{ title: 'folder' }, numbers('images')], rows)}${rest}`;
}

/** Parses a count from 1 on or a share below 1. */
function splitAmount(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && (value < 1 || Number.isSafeInteger(value))) return value;
  throw new InvalidArgumentError('A count from 1 on or a share below 1 is expected.');
}

/** Parses a regular expression with a group. */
function groupPattern(text: string): RegExp {
  try {
    const pattern = new RegExp(text, 'u');
    if (new RegExp(`${text}|`, 'u').exec('')?.length === 1) throw new SyntaxError('it has no group in parentheses');
    return pattern;
  } catch (error) {
    throw new InvalidArgumentError(`A regular expression with a group is expected: ${(error as Error).message}.`);
  }
}

function groupIn(name: string, pattern: RegExp): string {
  const group = pattern.exec(name)?.[1];
  if (group !== undefined) return group;
  throw new DataError(`The name "${name}" does not match --group-by ${pattern.source}.`, { name });
}
