import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFiles } from '../support/images.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

const idx = (header: readonly number[], values: readonly number[]) => Uint8Array.from([...header, ...values]);
const alternating = (n: number) => Array.from({ length: n }, (_, i) => i % 2);

/** The four files of MNIST with 4x4 images of class 0 (black) and 1 (white) in turn. */
function idxFiles(training: number, testing: number): Record<string, Uint8Array> {
  const pixels = (n: number) => alternating(n).flatMap((label) => new Array<number>(16).fill(255 * label));
  const images = (n: number) => idx([0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, 4, 0, 0, 0, 4], pixels(n));
  const labels = (n: number) => idx([0, 0, 8, 1, 0, 0, 0, n], alternating(n));
  return {
    'train-images-idx3-ubyte': images(training),
    'train-labels-idx1-ubyte': labels(training),
    't10k-images-idx3-ubyte': images(testing),
    't10k-labels-idx1-ubyte': labels(testing),
  };
}

describe('a named set', () => {
  it('is read from --data-dir, split for validation and tested', async () => {
    const folder = await newFolder();
    await writeFiles(join(folder, 'sets/mnist'), idxFiles(40, 10));
    const where = ['mnist', '--data-dir', 'sets', '--device', 'cpu', '--json'];
    const how = ['--epochs', '15', '--learning-rate', '0.02', '--validation-split', '0.25', '--out', 'run'];
    const { status, events } = await runCli(['train', ...where, ...how], folder);
    expect(status).toBe(0);
    expect(events[0]).toMatchObject({
      data: { name: 'mnist', inputShape: [4, 4, 1], training: 30, validation: 10, test: 10 },
    });
    const end = events.at(-1);
    expect(end).toMatchObject({ event: 'end', epochs: 15, test: { loss: expect.any(Number), accuracy: 1 } });

    const model = join('run', 'model.safetensors');
    const evaluated = await runCli(['evaluate', model, ...where], folder);
    expect(evaluated.events.at(-1)).toMatchObject({ images: 10, ...(end?.['test'] as object) });
    const other = await runCli(['evaluate', model, 'digits', '--device', 'cpu'], folder);
    expect(other.stderr).toBe('error: The images of "digits" are 8x8 grayscale, but the model takes 4x4 grayscale.\n');
    expect(other.status).toBe(1);
  });

  it('that is damaged is named', async () => {
    const folder = await newFolder();
    await writeFiles(folder, { ...idxFiles(4, 2), 'train-labels-idx1-ubyte': Uint8Array.of(0, 0, 8, 1) });
    const { status, stderr } = await runCli(['train', 'mnist', '--data-dir', '.', '--device', 'cpu'], folder);
    expect(stderr).toMatch(/^error: .*train-labels-idx1-ubyte/);
    expect(status).toBe(1);
  });
});

it('learns the handwritten digits by default, to more than 97.5 %', async () => {
  const { status, events } = await runCli(['train', '--device', 'cpu', '--json', '--quiet'], await newFolder());
  expect(status).toBe(0);
  const { test } = events.at(-1) as unknown as { test: { accuracy: number } };
  expect(test.accuracy).toBeGreaterThan(0.975);
});
