import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { CnnGpuError } from '../errors.ts';
import { devices, type ListedDevice, releaseDawn } from '../node/index.ts';
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

async function listDevices(output: Output): Promise<void> {
  try {
    const { listed, missing } = await found();
    const auto = listed.find(({ software }) => !software)?.device ?? 'cpu';
    if (missing !== null) {
      output.result(`  ${'webgpu'.padEnd(WIDTH)} none (${missing})`);
      output.event({ event: 'device', kind: 'webgpu', device: null, adapter: null, software: false, note: missing });
    }
    for (const one of listed) {
      const note = noteOf(one);
      const name = typeof one.device === 'number' ? `${one.kind} ${one.device}` : one.kind;
      output.result(`${one.device === auto ? '*' : ' '} ${name.padEnd(WIDTH)} ${one.adapter} (${note})`);
      output.event({ event: 'device', ...one, note });
    }
    output.say(
      '\n* is what --device auto takes: a GPU if there is one, else the processor. --device 0 takes webgpu 0.',
    );
    output.event({ event: 'end', auto: typeof auto === 'number' ? 'webgpu' : auto });
  } finally {
    releaseDawn();
  }
}

/** What there is, and why there is no WebGPU adapter, where there is none. */
async function found(): Promise<{ listed: readonly ListedDevice[]; missing: string | null }> {
  try {
    const listed = await devices();
    const hasAdapter = listed.some(({ kind }) => kind === 'webgpu');
    return { listed, missing: hasAdapter ? null : "no adapter: install your GPU's driver" };
  } catch (error) {
    if (!(error instanceof CnnGpuError)) throw error;
    return { listed: await devices({ webgpu: false }), missing: error.message };
  }
}

/** Of the column of names. */
const WIDTH = 10;

function noteOf({ kind, software }: ListedDevice): string {
  if (kind === 'cpu') return `WebAssembly, on ${count(availableParallelism(), 'thread')}`;
  if (kind === 'reference') return 'slow; what the others are checked against';
  return software ? 'software, runs on the processor' : 'hardware';
}
