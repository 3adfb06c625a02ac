import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { CnnGpuError } from '../errors.ts';
import { processorName, releaseDawn, webgpuAdapter } from '../node/index.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { count } from './count.ts';
import { Output } from './output.ts';

/** Defines `cnn-gpu devices`. */
export function addDevicesCommand(program: Command): void {
  const command = program
    .command('devices')
    .summary('list what can compute')
    .description('Lists the devices for --device, and which one "auto" takes.');
  addCommonOptions(command)
    .addHelpText('after', '\nExample:\n  $ cnn-gpu devices')
    .action((options: CommonOptions) => listDevices(new Output(options)));
}

interface ListedDevice {
  readonly kind: string;
  /** Null where there is none. */
  readonly adapter: string | null;
  readonly software: boolean;
  readonly note: string;
}

async function listDevices(output: Output): Promise<void> {
  try {
    const devices = [await webgpu(), processor(), reference];
    const auto = devices.find(({ adapter, software }) => adapter !== null && !software)?.kind ?? 'cpu';
    for (const { kind, adapter, note } of devices) {
      output.result(`${kind === auto ? '*' : ' '} ${kind.padEnd(10)} ${adapter ?? 'none'} (${note})`);
    }
    output.say('\n* is what --device auto takes: a GPU if there is one, else the processor.');
    for (const device of devices) output.event({ event: 'device', ...device });
    output.event({ event: 'end', auto });
  } finally {
    releaseDawn();
  }
}

async function webgpu(): Promise<ListedDevice> {
  try {
    const found = await webgpuAdapter();
    if (found !== null) {
      return { kind: 'webgpu', ...found, note: found.software ? 'software, runs on the processor' : 'hardware' };
    }
    return { kind: 'webgpu', adapter: null, software: false, note: "no adapter: install your GPU's driver" };
  } catch (error) {
    if (!(error instanceof CnnGpuError)) throw error;
    return { kind: 'webgpu', adapter: null, software: false, note: error.message };
  }
}

const processor = (): ListedDevice => ({
  kind: 'cpu',
  adapter: processorName(),
  software: true,
  note: `WebAssembly, on ${count(availableParallelism(), 'thread')}`,
});

const reference: ListedDevice = {
  kind: 'reference',
  adapter: 'reference loops',
  software: true,
  note: 'slow; what the others are checked against',
};
