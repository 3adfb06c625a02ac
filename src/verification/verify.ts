import type { Device } from '../engine/device.ts';
import type { Verdict, VerifyOptions } from './run-op-table.ts';

/** The op table is as large as all ops together, and few programs run it: it is loaded when one does. */
const table = () => import('./run-op-table.ts');

/**
 * Runs every op of the table, forward and backward, on a device and compares with the reference loops; on a GPU in all
 * forms of its kernels, of which those that fail are barred on the device. Each row runs twice from one plan, and both
 * runs count: some drivers fail only from the second on.
 */
export async function* verify(device: Device, options: VerifyOptions = {}): AsyncGenerator<Verdict> {
  const { runOpTable } = await table();
  yield* runOpTable(device, options);
}

/** Names of all ops that `verify` runs, in order. */
export async function verifiedOps(): Promise<readonly string[]> {
  return (await table()).namesOfOps();
}
