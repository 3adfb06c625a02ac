import type { Command } from 'commander';
import { type FolderInspection, inspectFolder, type Spread, TINY_SIDE } from '../node/index.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { count } from './count.ts';
import { figure, percentage } from './figures.ts';
import { Output } from './output.ts';
import { printable } from './printable.ts';
import { formatTable, numbers } from './table.ts';

/** Defines `cnn-gpu data inspect`. */
export function addDataInspectCommand(data: Command): void {
  const command = data
    .command('inspect')
    .summary('tell what is in a folder of images, and what may be wrong with it')
    .description(
      'Decodes every image of a folder of class folders, or of train, validation and test with class folders in them, ' +
        'and tells totals, sizes, formats, and what may be wrong: images that cannot be read, wrong endings of names, ' +
        'photos turned by EXIF data, the same image twice (above all in training and test), classes of unequal size, ' +
        'tiny images. Nothing is changed.',
    )
    .argument('<folder>', 'folder of images');
  addCommonOptions(command)
    .addHelpText('after', '\nExample:\n  $ cnn-gpu data inspect photos')
    .action(async (folder: string, options: CommonOptions) => {
      const output = new Output(options);
      const inspection = await inspectFolder(folder);
      output.result(describeInspection(inspection));
      output.event({ event: 'end', folder, ...inspection });
    });
}

const SHOWN = 10;

/** Classes that differ by more than this factor are worth a remark. */
const IMBALANCE = 1.5;

/** What was found, as lines for people. */
export function describeInspection(found: FolderInspection): string {
  const { duplicates, turned, tiny, unnamed } = found;
  const leaks = duplicates.filter(({ acrossParts }) => acrossParts);
  const conflicts = duplicates.filter(({ acrossClasses }) => acrossClasses);
  const others = duplicates.filter((group) => !group.acrossParts && !group.acrossClasses);
  const group = ({ paths }: { readonly paths: readonly string[] }) => shown(paths).join(' = ');
  const problems = [
    section(found.unreadable, 'image', 'cannot be read', ({ path, reason }) => `${printable(path)}: ${reason}`),
    section(leaks, 'image', 'in more than one of train, validation and test: a leak', group),
    section(conflicts, 'image', 'in more than one class', group),
    section(others, 'image', 'there more than once', group),
    section(
      found.wrongEndings,
      'image',
      'with the ending of another format',
      ({ path, format }) => `${printable(path)} is ${format}`,
    ),
    section(unnamed, 'image', 'left out, as the name has no ending of an image', printable),
    section(turned, 'photo', 'turned by EXIF data, which training ignores', printable),
    section(tiny, 'image', `with a side below ${TINY_SIDE} pixels`, printable),
    found.imbalance > IMBALANCE
      ? [`The largest class has ${figure(found.imbalance)} times as many images as the smallest.`]
      : [],
  ].flat();
  return [
    `${count(found.total, 'image')}`,
    classTable(found),
    ...(found.width && found.height
      ? [`Width:   ${spread(found.width)} pixels`, `Height:  ${spread(found.height)} pixels`]
      : []),
    `Formats: ${tally(found.formats)}`,
    `Colors:  ${tally(found.colors)}`,
    ...(problems.length === 0 ? ['Nothing is wrong.'] : problems),
  ].join('\n');
}

function classTable({ parts, total }: FolderInspection): string {
  const rows = parts.flatMap(({ name, classes }) =>
    Object.entries(classes).map(([className, n]) => [
      printable([name, className].filter((text) => text !== '').join('/')),
      n.toLocaleString('en-US'),
      percentage(n / total),
    ]),
  );
  return formatTable([{ title: 'class' }, numbers('images'), numbers('share')], rows);
}

const spread = ({ min, median, max }: Spread): string => `${min} to ${max}, median ${median}`;

const tally = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, n]) => `${n.toLocaleString('en-US')} ${name}`)
    .join(', ') || 'none';

const shown = (paths: readonly string[]): string[] => [
  ...paths.slice(0, SHOWN).map(printable),
  ...(paths.length > SHOWN ? [`${paths.length - SHOWN} more`] : []),
];

function section<T>(found: readonly T[], noun: string, what: string, show: (one: T) => string): string[] {
  if (found.length === 0) return [];
  const more = found.length > SHOWN ? [`  and ${found.length - SHOWN} more`] : [];
  return [`${count(found.length, noun)} ${what}:`, ...found.slice(0, SHOWN).map((one) => `  ${show(one)}`), ...more];
}
