import { Command, CommanderError } from 'commander';
import { errorReason } from '../node/index.ts';
import { addBenchCommand } from './bench.ts';
import { addCompareCommand } from './compare.ts';
import { addConvertCommand } from './convert.ts';
import { addDataCommand } from './data.ts';
import { addDevicesCommand } from './devices.ts';
import { addEvaluateCommand } from './evaluate.ts';
import { errorCodeOf, exitStatusOf, FAILURE, hasErrorEvent } from './exit-status.ts';
import { INTERRUPTED_STATUS } from './interruption.ts';
import { Output } from './output.ts';
import { addPredictCommand } from './predict.ts';
import { addSummaryCommand } from './summary.ts';
import { addTrainCommand } from './train.ts';
import { addVerifyCommand } from './verify.ts';
import { version } from './version.ts';
import { addWebCommand } from './web.ts';

/** How long the process may take to end by itself after a command, in milliseconds. */
const LAST_WAIT = 2000;

const program = new Command('cnn-gpu')
  .description('Trains convolutional networks on images, on any GPU or on the processor.')
  .version(version)
  .exitOverride()
  .showHelpAfterError('Add --help for what there is.')
  .addHelpText('after', '\nExample:\n  $ cnn-gpu train\n  trains on the bundled handwritten digits');
addTrainCommand(program);
addEvaluateCommand(program);
addPredictCommand(program);
addCompareCommand(program);
addSummaryCommand(program);
addConvertCommand(program);
addDataCommand(program);
addWebCommand(program);
addDevicesCommand(program);
addVerifyCommand(program);
addBenchCommand(program);

// A reader that has seen enough, such as `head`, ends the command.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`error: Cannot write the output: ${errorReason(error)}\n`);
  process.exit(FAILURE);
});

process.exitCode = await run(process.argv);
// Whatever a driver keeps open must not keep the process: this timer does not, and fires only if something else does.
setTimeout(() => process.exit(), LAST_WAIT).unref();

async function run(argv: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    report(error, { json: argv.includes('--json'), debug: argv.includes('--debug') });
    return exitStatusOf(error);
  }
}

function report(error: unknown, { json, debug }: { json: boolean; debug: boolean }): void {
  const status = exitStatusOf(error);
  const output = new Output({ json });
  // Commander's messages begin with the title already.
  const message = (error instanceof Error ? error.message : String(error)).replace(/^error: /, '');
  const title = status === INTERRUPTED_STATUS ? '' : 'error: ';
  if (hasErrorEvent(error)) output.event({ event: 'error', code: errorCodeOf(error), message });
  // Commander has printed its own errors.
  if (error instanceof CommanderError) return;
  output.warn(debug && error instanceof Error ? (error.stack ?? message) : `${title}${message}`);
}
