import { formatTable, numbers } from '../../src/cli/table.ts';
import type { Figure, Run } from './figures.ts';

/** Prints a table for each network, below the adapters and versions. */
export function printTables(figures: readonly Figure[], runs: readonly Run[]): void {
  const used = figures.map(({ peer, version, device, adapter }) => `${peer} ${version} on ${device}: ${adapter}`);
  for (const line of new Set(used)) console.log(line);
  for (const network of new Set(figures.map((figure) => figure.network))) {
    const own = figures.filter((figure) => figure.network === network);
    const { parameters, batchSize } = (runs.find(({ task }) => task.network === network) as Run).measurement;
    console.log(`\n${network}: batch ${batchSize}, ${parameters} parameters`);
    console.log(formatTable(COLUMNS, rowsOf(own, runs)));
  }
  console.log(
    'ms: median (least to greatest). ratio: how many times as long as cnn-gpu on WebGPU or on the processor.',
  );
}

const COLUMNS = [
  { title: 'peer' },
  ...['train ms', 'ratio', 'predict ms', 'ratio', 'first step ms', 'loss', 'peak MB'].map(numbers),
];

function rowsOf(figures: readonly Figure[], runs: readonly Run[]): string[][] {
  const predictions = figures.filter(({ step }) => step === 'predict');
  return predictions.map((predict) => {
    const { peer, device, network } = predict;
    const train = figures.find((one) => one.peer === peer && one.device === device && one.step === 'train');
    const ofPeer = ({ task }: Run) => task.peer === peer && task.device === device && task.network === network;
    const losses = runs.filter(ofPeer).at(-1)?.measurement.losses ?? [];
    return [
      `${peer} ${device}`,
      spread(train),
      ratio(train),
      spread(predict),
      ratio(predict),
      train === undefined ? '' : rounded(train.firstMs),
      losses.length === 0 ? '' : `${losses[0]?.toFixed(3)} to ${losses.at(-1)?.toFixed(3)}`,
      rounded(predict.peakResidentBytes / 1e6),
    ];
  });
}

const spread = (figure: Figure | undefined): string =>
  figure === undefined ? '' : `${rounded(figure.ms)} (${rounded(figure.minMs)} to ${rounded(figure.maxMs)})`;

const ratio = (figure: Figure | undefined): string => (typeof figure?.ratio === 'number' ? rounded(figure.ratio) : '');

/** Three significant digits. */
const rounded = (value: number): string => String(Number(value.toPrecision(3)));
