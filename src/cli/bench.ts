import { Argument, type Command, Option } from 'commander';
import { ConfigError } from '../errors.ts';
import { benchDataCommand } from './bench-data.ts';
import { benchKernelsCommand } from './bench-kernels.ts';
import { benchReplayCommand } from './bench-replay.ts';
import { benchStepCommand } from './bench-step.ts';
import { BENCHMARK_NAMES, type BenchmarkName } from './benchmark-networks.ts';
import { comparison, type Results, readResults, saveResults } from './benchmark-results.ts';
import { addCommonOptions, addDeviceOptions, type DeviceOptions } from './common-options.ts';
import { imageSize, positiveInteger, positiveNumber } from './option-values.ts';
import { Output } from './output.ts';

/** What `cnn-gpu bench` takes. */
export interface BenchOptions extends DeviceOptions {
  readonly network?: BenchmarkName;
  readonly batchSize?: number;
  readonly imageSize?: readonly [number, number];
  /** Images for bench data. */
  readonly folder: string | undefined;
  readonly seconds: number;
  readonly save?: string;
  readonly compare?: string;
}

const benches = {
  step: benchStepCommand,
  kernels: benchKernelsCommand,
  data: benchDataCommand,
  replay: benchReplayCommand,
} satisfies Record<string, (options: BenchOptions, output: Output) => Promise<Results>>;

type BenchName = keyof typeof benches;

/** Defines `cnn-gpu bench`. */
export function addBenchCommand(program: Command): void {
  const command = program
    .command('bench')
    .summary('measure how fast this machine is')
    .description(
      'Measures whole training steps and predictions of three networks (step), single kernels (kernels), how ' +
        "fast images become batches (data), or the host's work with and without a plan (replay). Tables show the median " +
        'and the spread; the results are kept for --compare.',
    )
    .addArgument(new Argument('[what]', 'what to measure').choices(Object.keys(benches)).default('step'))
    .argument('[folder]', 'data: folder of class folders of images (default: made-up images)')
    .addOption(new Option('--network <name>', 'measure the steps of this network only').choices(BENCHMARK_NAMES))
    .option('--batch-size <n>', 'images in a step (default: 32, cats-dogs 20)', positiveInteger)
    .option('--image-size <size>', 'data: pixels as N or HxW (default: 64)', imageSize)
    .option('--seconds <s>', 'how long each row is measured at least', positiveNumber, 1)
    .option('--save <file>', 'where to keep the results (default: a file in the cache folder)')
    .option('--compare <file>', 'kept results to compare with');
  addCommonOptions(addDeviceOptions(command))
    .addHelpText('after', '\nExample:\n  $ cnn-gpu bench step --network cifar10 --save before.json')
    .action((what: BenchName, folder: string | undefined, options: BenchOptions) =>
      bench(what, { ...options, folder }),
    );
}

async function bench(what: BenchName, options: BenchOptions): Promise<void> {
  const output = new Output(options);
  if (what !== 'step' && (options.network !== undefined || options.batchSize !== undefined)) {
    throw new ConfigError(`--network and --batch-size are for bench step, not for bench ${what}.`, { what });
  }
  if (what !== 'data' && (options.folder !== undefined || options.imageSize !== undefined)) {
    throw new ConfigError(`A folder and --image-size are for bench data, not for bench ${what}.`, { what });
  }
  const before = options.compare === undefined ? null : await readResults(options.compare);
  const results = await benches[what](options, output);
  if (before !== null) compare(before, results, output);
  await saveResults(results, options.save, output);
}

function compare(before: Results, results: Results, output: Output): void {
  const [was, is] = [before.device?.adapter, results.device?.adapter];
  if (was !== is) output.warn(`\nThe results compared with are of another device: ${was ?? 'none'}.`);
  output.result(`\n${comparison(before, results)}`);
}
