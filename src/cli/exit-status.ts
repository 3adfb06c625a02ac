import { CommanderError } from 'commander';
import { CnnGpuError } from '../errors.ts';
import { INTERRUPTED_STATUS } from './interruption.ts';

/** Exit status of a command: 0 is success. */
export const FAILURE = 1;
export const USAGE = 2;

/** The exit status that an error ends a command with. */
export function exitStatusOf(error: unknown): number {
  // Commander ends `--help` and `--version` by an error, too; its own status 0 tells them apart.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (!(error instanceof CnnGpuError)) return FAILURE;
  if (error.code === 'CONFIG') return USAGE;
  return error.code === 'INTERRUPTED' ? INTERRUPTED_STATUS : FAILURE;
}

/** Failures that the numbers of a command's `end` event have told already, after which nothing more comes. */
const TOLD_AT_END = ['UNREADABLE', 'VERIFICATION'];

/** Whether an error ends `--json` output by an event of its own. */
export const hasErrorEvent = (error: unknown): boolean =>
  exitStatusOf(error) !== 0 && !TOLD_AT_END.includes(errorCodeOf(error));

/** The code of an error in `--json`'s error event. */
export function errorCodeOf(error: unknown): string {
  if (error instanceof CommanderError) return 'USAGE';
  return error instanceof CnnGpuError ? error.code : 'UNEXPECTED';
}
