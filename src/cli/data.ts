import type { Command } from 'commander';
import { addDataInspectCommand } from './data-inspect.ts';
import { addDataPreviewCommand } from './data-preview.ts';
import { addDataSplitCommand } from './data-split.ts';

/** Defines `cnn-gpu data` and what belongs to it. */
export function addDataCommand(program: Command): void {
  const data = program
    .command('data')
    .summary('split, inspect and look at folders of images')
    .description('Prepares and checks folders of images. Files that are there are never changed.');
  addDataInspectCommand(data);
  addDataPreviewCommand(data);
  addDataSplitCommand(data);
}
