import type { Command } from 'commander';
import { CnnGpuError, ConfigError, listNames } from '../errors.ts';
import { type Verdict, verifiedOps, verify } from '../index.ts';
import { addCommonOptions, addDeviceOptions, type DeviceOptions } from './common-options.ts';
import { count } from './count.ts';
import { deviceLine } from './device-line.ts';
import { Output } from './output.ts';
import { withDevice } from './with-device.ts';

interface VerifyOptions extends DeviceOptions {
  readonly op?: readonly string[];
}

/** Defines `cnn-gpu verify`. */
export function addVerifyCommand(program: Command): void {
  const command = program
    .command('verify')
    .summary('check every kernel on this machine')
    .description(
      'Runs every op forward and backward on a device and compares with the reference loops. Each case runs twice, as ' +
        'some drivers fail only from the second run on, and on a GPU in every form of its kernels: one that fails is not ' +
        'used there again. For each op the table shows the case that came closest to its ' +
        'tolerance. The exit status is 1 when a case fails.',
    )
    .option('--op <name...>', 'check only these');
  addCommonOptions(addDeviceOptions(command, 'webgpu'))
    .addHelpText('after', '\nExample:\n  $ cnn-gpu verify --op conv2d maxPool2d')
    .action((options: VerifyOptions) => verifyDevice(options));
}

async function verifyDevice({ op: only, ...options }: VerifyOptions): Promise<void> {
  const output = new Output(options);
  await checkOps(only ?? []);
  const failed = await withDevice(options, async (device) => {
    output.say(`${deviceLine(device)}\n`);
    output.say(row('op', 'cases', 'error', 'tolerance', ''));
    const verdicts: Verdict[] = [];
    const table = new OpTable(output);
    for await (const verdict of verify(device, only === undefined ? {} : { only })) {
      verdicts.push(verdict);
      table.add(verdict);
      output.event({ event: 'case', ...verdict });
    }
    table.finish();
    const passed = verdicts.filter((verdict) => verdict.passed).length;
    const failures = verdicts.length - passed;
    output.say();
    output.result(`${count(passed, 'case')} passed, ${failures} failed on ${device.info.adapter}`);
    output.event({ event: 'end', passed, failed: failures, adapter: device.info.adapter });
    return failures;
  });
  if (failed > 0) throw new CnnGpuError('VERIFICATION', `${count(failed, 'case')} failed.`, { failed });
}

async function checkOps(names: readonly string[]): Promise<void> {
  const known = await verifiedOps();
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new ConfigError(`There is no op "${wrong}". Choose of ${listNames(known)}.`, { op: wrong });
  }
}

const row = (op: string, cases: string, error: string, tolerance: string, result: string): string =>
  `${op.padEnd(34)} ${cases.padStart(5)}  ${error.padStart(9)}  ${tolerance.padStart(9)}  ${result}`.trimEnd();

/** Prints a line for each op as soon as its last case is done, and what failed below it. */
class OpTable {
  readonly #output: Output;
  #verdicts: Verdict[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  add(verdict: Verdict): void {
    if (this.#verdicts.length > 0 && this.#verdicts[0]?.op !== verdict.op) this.finish();
    this.#verdicts.push(verdict);
  }

  finish(): void {
    const verdicts = this.#verdicts;
    this.#verdicts = [];
    const [first] = verdicts;
    if (first === undefined) return;
    const { worst } = verdicts.reduce((most, next) => (closeness(next) > closeness(most) ? next : most));
    const failed = verdicts.filter(({ passed }) => !passed);
    const result = failed.length === 0 ? 'pass' : `FAIL (${failed.length})`;
    const cells = [String(verdicts.length), scientific(worst.error), scientific(worst.tolerance)] as const;
    this.#output.say(row(first.op, ...cells, result));
    for (const { op, name, form, refusal, worst: deviation } of failed) {
      const { what, error, tolerance } = deviation;
      const row = form === undefined ? name : `${name} (${form})`;
      const reason = refusal ?? `${what} is off by ${scientific(error)}, more than ${scientific(tolerance)}`;
      this.#output.warn(`  ${op}: ${row}: ${reason}`);
    }
  }
}

const closeness = ({ worst: { error, tolerance } }: Verdict): number => (error === 0 ? 0 : error / tolerance);

const scientific = (value: number): string => (value === 0 ? '0' : value.toExponential(1));
