import { type Command, Option } from 'commander';
import { DEVICE_CHOICES, type DeviceChoice } from '../node/index.ts';
import type { OutputOptions } from './output.ts';

/** Options of every command. */
export interface CommonOptions extends OutputOptions {
  readonly debug?: boolean;
}

/** Options of commands that compute. */
export interface DeviceOptions extends CommonOptions {
  readonly device: DeviceChoice;
}

/** Adds `--json`, `--quiet` and `--debug`. */
export const addCommonOptions = (command: Command): Command =>
  command
    .option('--json', 'print one JSON object a line on stdout, and text on stderr')
    .option('-q, --quiet', 'print results, warnings and errors only')
    .option('--debug', 'print the stack of errors');

/** Adds `--device`. */
export const addDeviceOption = (command: Command, preset: DeviceChoice = 'auto'): Command =>
  command.addOption(
    new Option('--device <name>', 'where to compute; auto is a GPU if there is one, else the processor')
      .choices(DEVICE_CHOICES)
      .default(preset),
  );
