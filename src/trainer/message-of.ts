import { CnnGpuError } from '../errors.ts';

/** What a person is told of an error. Those that nobody foresaw are for the console, too. */
export function messageOf(error: unknown): string {
  if (!(error instanceof CnnGpuError)) console.error(error);
  return error instanceof Error ? error.message : String(error);
}
