import type { Device } from '../engine/device.ts';
import { trace } from '../engine/program.ts';
import type { Tensor } from '../engine/tensor.ts';
import { fill, matmul, rescale } from '../ops/index.ts';
import { type CommandSum, sumOfCommands } from './sum-of-commands.ts';

/** What a device reaches at best with the engine's own kernels. */
export interface Ceilings {
  /** Bytes read and written in a second by a copy too large for caches, in 10⁹. */
  readonly copyGBs: number;
  /** Operations in a second of the matrix product of the most favorable size, in 10⁹. */
  readonly productGFlops: number;
}

/** Elements of copies and sides of square matrices, tried in this order until one takes long enough. */
const COPIES = [2 ** 20, 2 ** 22, 2 ** 24, 2 ** 25];
const SIDES = [128, 256, 512, 1024, 2048, 4096, 8192];
const ENOUGH_MS = 10;
const RUNS = 4;

/** Measures what the other figures of a device are held against; takes about a second. */
export async function measureCeilings(device: Device): Promise<Ceilings> {
  const copies = await ladder(COPIES, async (size) => {
    const x = fill(device, [size], 1);
    const { ms, bytes } = await fastestRun(device, () => rescale(x, { scale: 1, offset: 0 }));
    x.dispose();
    return { ms, rate: bytes / ms / 1e6 };
  });
  const products = await ladder(SIDES, async (side) => {
    const [a, b] = [fill(device, [side, side], 1), fill(device, [side, side], 1)];
    const { ms, flops } = await fastestRun(device, () => matmul(a, b));
    a.dispose();
    b.dispose();
    return { ms, rate: flops / ms / 1e6 };
  });
  return { copyGBs: copies.at(-1) as number, productGFlops: Math.max(...products) };
}

/** The rates of growing sizes, up to the first that takes long enough to be timed well. */
async function ladder(
  sizes: readonly number[],
  run: (size: number) => Promise<{ readonly ms: number; readonly rate: number }>,
): Promise<number[]> {
  const rates: number[] = [];
  for (const size of sizes) {
    const { ms, rate } = await run(size);
    rates.push(rate);
    if (ms > ENOUGH_MS) break;
  }
  return rates;
}

async function fastestRun(device: Device, call: () => Tensor): Promise<CommandSum> {
  const plan = await device.prepare(trace(device, call));
  const runs: CommandSum[] = [];
  for (let i = 0; i < RUNS; i++) runs.push(sumOfCommands(await plan.profile()));
  plan.dispose();
  return runs.reduce((best, run) => (run.ms < best.ms ? run : best));
}
