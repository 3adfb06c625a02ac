import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Batch, Dataset, Device, History, Model } from 'cnn-gpu';
import { createDevice, type DeviceChoice, releaseDawn } from 'cnn-gpu/node';

/** What every program takes. */
export interface ProgramOptions {
  /** The folder with the data. */
  readonly data: string;
  /** An existing folder for models and figures. */
  readonly out: string;
  readonly device: Device;
  /** Passes over the training images; each program has its own default. */
  readonly epochs?: number | undefined;
  /** Height and width of the images; each program has its own default. */
  readonly imageSize?: readonly [number, number] | undefined;
}

/** What every program gives back. */
export interface ProgramResult {
  /** As it is after the last epoch. */
  readonly model: Model;
  readonly history: History;
  readonly validation: Dataset<Batch>;
  readonly classNames: readonly string[];
}

/** Runs a program with options from the command line: `DATA [--out DIR] [--epochs N] [--size PIXELS] [--device auto|webgpu|cpu]`. */
export async function runFromCommandLine(program: (options: ProgramOptions) => Promise<ProgramResult>): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: '.' },
      epochs: { type: 'string' },
      size: { type: 'string' },
      device: { type: 'string', default: 'auto' },
    },
  });
  const [data] = positionals;
  if (data === undefined) throw new Error('Name the folder with the data.');
  await mkdir(values.out, { recursive: true });
  const device = await createDevice({ device: values.device as DeviceChoice });
  console.log(`${device.info.adapter}${device.info.software ? ' (software)' : ''}`);
  const size = values.size === undefined ? undefined : Number(values.size);
  const epochs = values.epochs === undefined ? undefined : Number(values.epochs);
  await program({ data, out: values.out, device, epochs, imageSize: size === undefined ? undefined : [size, size] });
  device.dispose();
  releaseDawn();
}
