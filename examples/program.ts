import { mkdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
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

/** Further options of a program on the command line, as `parseArgs` of Node takes them. */
type ExtraOptions = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

/**
 * Runs a program with options from the command line:
 * `DATA [--out DIR] [--epochs N] [--size PIXELS] [--device auto|webgpu|cpu|NUMBER]`, and those that are its own.
 */
export async function runFromCommandLine<O extends ProgramOptions>(
  program: (options: O) => Promise<ProgramResult>,
  extra: ExtraOptions = {},
): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      ...extra,
      out: { type: 'string', default: '.' },
      epochs: { type: 'string' },
      size: { type: 'string' },
      device: { type: 'string', default: 'auto' },
    },
  });
  const [data] = positionals;
  if (data === undefined) throw new Error('Name the folder with the data.');
  const { out, epochs, size, device: wanted, ...own } = values;
  await mkdir(out, { recursive: true });
  const device = await createDevice({ device: /^\d+$/.test(wanted) ? Number(wanted) : (wanted as DeviceChoice) });
  console.log(`${device.info.adapter}${device.info.software ? ' (software)' : ''}`);
  await program({
    ...own,
    data,
    out,
    device,
    epochs: epochs === undefined ? undefined : Number(epochs),
    imageSize: size === undefined ? undefined : [Number(size), Number(size)],
  } as O);
  device.dispose();
  releaseDawn();
}

/** Whether the module of this address is what Node was told to run. */
export const isMain = (url: string): boolean => url === pathToFileURL(process.argv[1] ?? '').href;
