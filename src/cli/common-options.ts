import { type Command, Option } from 'commander';
import { DEVICE_CHOICES, type DeviceChoice, type DeviceSettings, TUNE_MODES } from '../node/index.ts';
import { deviceChoice, positiveInteger } from './option-values.ts';
import type { OutputOptions } from './output.ts';

/** Options of every command. */
export interface CommonOptions extends OutputOptions {
  readonly debug?: boolean;
}

/** Options of commands that compute. */
export interface DeviceOptions extends CommonOptions, DeviceSettings {
  readonly device: DeviceChoice | number;
}

/** Adds `--json`, `--quiet` and `--debug`. */
export const addCommonOptions = (command: Command): Command =>
  command
    .option('--json', 'print one JSON object a line on stdout, and text on stderr')
    .option('-q, --quiet', 'print results, warnings and errors only')
    .option('--debug', 'print the stack of errors');

/** Adds `--device` and how it works. */
export const addDeviceOptions = (command: Command, preset: DeviceChoice = 'auto'): Command =>
  command
    .addOption(
      new Option(
        '--device <name>',
        `where to compute: ${DEVICE_CHOICES.join(', ')}, or the number of a GPU as "cnn-gpu devices" lists them; auto is a GPU if there is one, else the processor`,
      )
        .argParser(deviceChoice)
        .default(preset),
    )
    .option('--threads <n>', 'threads of the processor (default: one for each core)', positiveInteger)
    .addOption(
      new Option(
        '--tune <mode>',
        'how long to measure which kernels are fastest on a GPU, once (default: quick; off on a software adapter)',
      ).choices(TUNE_MODES),
    );
