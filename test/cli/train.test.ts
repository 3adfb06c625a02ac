import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noisyPng, writeClassFolders } from '../support/colored-folders.ts';
import { writeFiles } from '../support/images.ts';
import { type CliResult, runCli, startCli } from '../support/run-cli.ts';

const CLASSES = ['роза', '赤 い 花'];
const training = ['--device', 'cpu', '--epochs', '3', '--batch-size', '8', '--learning-rate', '0.01'];

let folder: string;
let trained: CliResult;
const run = (...args: string[]) => runCli(args, folder);
const path = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cnn-gpu train '));
  await writeClassFolders(path('my photos'), CLASSES, 20);
  await writeFiles(path('my photos'), {
    'роза/cut short.png': (await noisyPng(0, 'cut')).subarray(0, 100),
    '赤 い 花/empty.jpg': '',
    'readme.txt': 'not an image',
  });
  trained = await run('train', 'my photos', ...training, '--out', 'runs/first', '--json');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('train on a folder', () => {
  it('reports its data, each epoch and the end to programs', () => {
    expect(trained.status).toBe(0);
    const [start, ...rest] = trained.events;
    expect(start).toMatchObject({
      event: 'start',
      device: { kind: 'cpu', software: true },
      data: { name: 'my photos', classNames: CLASSES, inputShape: [12, 12, 3], training: 32, validation: 8, test: 0 },
      model: { name: 'small' },
      epochs: 3,
      batchSize: 8,
      optimizer: 'adam',
      seed: 0,
    });
    const figures = { loss: expect.any(Number), accuracy: expect.any(Number) };
    const validation = { val_loss: expect.any(Number), val_accuracy: expect.any(Number) };
    const learningRate = expect.any(Number);
    const dataWaitSeconds = expect.any(Number);
    expect(rest.slice(0, 3)).toEqual(
      [1, 2, 3].map((epoch) => ({ event: 'epoch', epoch, ...figures, ...validation, learningRate, dataWaitSeconds })),
    );
    const end = rest[3] as Record<string, unknown>;
    expect(Object.keys(end)).toEqual([
      'event',
      'device',
      'epochs',
      'history',
      'test',
      'seconds',
      'dataWaitSeconds',
      'model',
      'report',
    ]);
    expect(end).toMatchObject({ event: 'end', epochs: 3, test: null, model: path('runs/first/model.safetensors') });
    expect(end['history']).toEqual({
      loss: rest.slice(0, 3).map((epoch) => epoch['loss']),
      accuracy: rest.slice(0, 3).map((epoch) => epoch['accuracy']),
      val_loss: rest.slice(0, 3).map((epoch) => epoch['val_loss']),
      val_accuracy: rest.slice(0, 3).map((epoch) => epoch['val_accuracy']),
      learningRate: rest.slice(0, 3).map((epoch) => epoch['learningRate']),
    });
    const waits = rest.slice(0, 3).map((epoch) => epoch['dataWaitSeconds'] as number);
    expect(end['dataWaitSeconds']).toBeCloseTo(waits.reduce((sum, wait) => sum + wait, 0));
    expect(end['dataWaitSeconds']).toBeGreaterThan(0);
    expect(rest).toHaveLength(4);
  });

  it('learns', () => {
    expect(trained.events.at(-2)?.['val_accuracy']).toBe(1);
  });

  it('names and counts the images that it skipped', () => {
    expect(trained.stderr).toContain('Skipped 2 files that cannot be read:');
    expect(trained.stderr).toContain(`${join('my photos', '赤 い 花', 'empty.jpg')}: the file is empty`);
    expect(trained.stderr).toMatch(/cut short\.png: \S/);
  });

  it('leaves model, history, settings and a report in the run folder', async () => {
    expect((await readdir(path('runs/first'))).sort()).toEqual([
      'config.json',
      'history.csv',
      'model.safetensors',
      'report.html',
    ]);
    const history = (await readFile(path('runs/first/history.csv'), 'utf8')).trim().split('\n');
    expect(history[0]).toBe('epoch,loss,accuracy,learningRate,val_loss,val_accuracy');
    expect(history.slice(1).map((row) => row.split(',')[0])).toEqual(['1', '2', '3']);
    const config = JSON.parse(await readFile(path('runs/first/config.json'), 'utf8'));
    expect(config).toMatchObject({
      data: { source: path('my photos'), images: { training: 32, validation: 8, test: 0 } },
      preprocessing: { classNames: CLASSES, imageSize: [12, 12], colorMode: 'rgb', interpolation: 'bilinear' },
      training: { optimizer: 'adam', learningRate: 0.01, batchSize: 8, epochs: 3, seed: 0 },
      model: { className: 'Sequential', name: 'small' },
    });
  });

  it('does the same again from the same seed, and prints it for people', async () => {
    const { status, stdout, stderr } = await run('train', 'my photos', ...training, '--out', 'runs/again');
    expect(status).toBe(0);
    expect(stderr).toContain('Skipped 2 files');
    expect(stdout).toMatch(
      /^Device: .+ \(CPU\)\nData: {3}my photos: 32 images for training, 8 for validation \(12x12x3\)/,
    );
    expect(stdout).toContain(`2 classes: ${CLASSES[0]} (`);
    expect(stdout).toContain('Model: "small"');
    expect(stdout).toContain('Epoch 3/3 - 4/4 - ');
    expect(stdout).toContain('Test:   there are no test images\n');
    expect(stdout).toMatch(/^Time: {3}[\d.]+ s; the steps waited [\d.]+ s of [\d.]+ s for data$/m);
    expect(stdout).toContain(`Result: ${join('runs', 'again')}\n`);
    expect(await readFile(path('runs/again/history.csv'))).toEqual(await readFile(path('runs/first/history.csv')));
    expect(await readFile(path('runs/again/model.safetensors'))).toEqual(
      await readFile(path('runs/first/model.safetensors')),
    );
  });

  it('does not touch a run that is there', async () => {
    const { status, stderr } = await run('train', 'my photos', ...training, '--out', 'runs/first');
    expect(status).toBe(1);
    expect(stderr).toContain(`error: Cannot write ${path('runs/first')}: the folder is not empty.`);
  });

  it('stops at unreadable images with --strict', async () => {
    const { status, stderr } = await run('train', 'my photos', ...training, '--strict', '--out', 'runs/strict');
    expect(status).toBe(1);
    expect(stderr).toContain('error: 2 images cannot be read:');
    expect(stderr).toContain('empty.jpg: the file is empty');
    expect(await readdir(path('runs'))).not.toContain('strict');
  });

  it('keeps the best model when Ctrl-C ends it', async () => {
    const args = ['train', 'my photos', '--device', 'cpu', '--epochs', '100000', '--out', 'runs/stopped', '--json'];
    const { child, result } = startCli(args, folder);
    let seen = '';
    child.stdout?.on('data', (text: string) => {
      const wasThere = seen.includes('"event":"epoch"');
      seen += text;
      if (!wasThere && seen.includes('"event":"epoch"')) child.kill('SIGINT');
    });
    const { status, events } = await result;
    expect(status).toBe(130);
    expect(events.at(-1)).toMatchObject({ event: 'error', code: 'INTERRUPTED' });
    expect(events.at(-1)?.['message']).toContain(join('runs', 'stopped', 'model.safetensors'));
    expect((await readdir(path('runs/stopped'))).sort()).toEqual(['config.json', 'history.csv', 'model.safetensors']);
  });
});

describe('evaluate and predict with the model', () => {
  const model = join('runs', 'first', 'model.safetensors');

  it('measures it on images in another folder', async () => {
    await writeClassFolders(path('more'), [...CLASSES], 3);
    const { status, events } = await run('evaluate', model, 'more', '--device', 'cpu', '--json');
    expect(status).toBe(0);
    expect(events).toEqual([
      {
        event: 'end',
        device: { kind: 'cpu', adapter: expect.any(String), software: true },
        images: 6,
        skipped: [],
        loss: expect.any(Number),
        accuracy: 1,
        seconds: expect.any(Number),
      },
    ]);
  });

  it('refuses data of other classes', async () => {
    await writeClassFolders(path('others'), ['роза', 'tulip'], 1);
    const { status, stderr } = await run('evaluate', model, 'others', '--device', 'cpu');
    expect(status).toBe(1);
    expect(stderr).toContain(
      'are not those of the model ("роза", "赤 い 花"): it has "tulip" in addition and has no images of "赤 い 花".',
    );
    const digits = await run('evaluate', model, 'digits', '--device', 'cpu');
    expect(digits.status).toBe(1);
    expect(digits.stderr).toContain('The classes of "digits"');
  });

  it('tells the class of each file, in order, and names those that it cannot read', async () => {
    await writeFiles(folder, {
      'red.png': await noisyPng(0, 'red', 30),
      'green.png': await noisyPng(1, 'green', 7),
      'text.png': 'not an image',
    });
    const { status, stdout, stderr } = await run(
      'predict',
      model,
      'red.png',
      'text.png',
      'green.png',
      '--quiet',
      '--top',
      '2',
    );
    expect(stdout).toMatch(
      /^red\.png: роза [01]\.\d{4}, 赤 い 花 0\.\d{4}\ngreen\.png: 赤 い 花 [01]\.\d{4}, роза 0\.\d{4}\n$/,
    );
    expect(stderr).toContain('Cannot read the image text.png: its content is not a BMP, GIF, JPEG, PNG or WebP image.');
    expect(stderr).toContain('error: 1 file of 3 could not be read.');
    expect(status).toBe(1);
  });

  it('gives programs a line for each file', async () => {
    const { status, events } = await run('predict', model, 'green.png', '--json');
    expect(status).toBe(0);
    const score = expect.any(Number);
    expect(events[0]).toEqual({
      event: 'prediction',
      file: 'green.png',
      class: CLASSES[1],
      score,
      top: [{ class: CLASSES[1], score }],
    });
    expect(events[1]).toMatchObject({ event: 'end', predicted: 1, failed: 0 });
  });

  it('ends the output for programs with the counts when a file cannot be read', async () => {
    const { status, events } = await run('predict', model, 'none.png', '--json');
    expect(status).toBe(1);
    expect(events).toEqual([
      { event: 'error', code: 'DATA', file: 'none.png', message: expect.stringContaining('does not exist') },
      { event: 'end', device: expect.anything(), predicted: 0, failed: 1 },
    ]);
  });

  it('lists its layers', async () => {
    const { status, stdout } = await run('summary', model);
    expect(status).toBe(0);
    expect(stdout).toContain('conv2d_1 (Conv2D)');
  });
});

describe('train on parts and with an own network', () => {
  it('validates on val/ and tests on test/, by a network of one output', async () => {
    for (const [part, count] of [
      ['train', 10],
      ['val', 4],
      ['test', 3],
    ] as const) {
      await writeClassFolders(path('parts', part), ['a', 'b'], count);
    }
    const dense = (units: number, activation: string) => ({ className: 'Dense', config: { units, activation } });
    const layers = [
      { className: 'Input', config: { shape: [6, 6, 3] } },
      { className: 'Rescaling', config: { scale: 1 / 255 } },
      { className: 'Flatten', config: {} },
      dense(8, 'relu'),
      dense(1, 'sigmoid'),
    ];
    await writeFiles(folder, { 'net.json': JSON.stringify({ className: 'Sequential', name: 'tiny', layers }) });
    const args = ['--model', 'net.json', '--image-size', '6', '--optimizer', 'sgd', '--epochs', '8', '--device', 'cpu'];
    const { status, events, stderr } = await run('train', 'parts', ...args, '--learning-rate', '0.1', '--json');
    expect([status, stderr.includes('error')]).toEqual([0, false]);
    expect(events[0]).toMatchObject({ data: { training: 20, validation: 8, test: 6 }, model: { name: 'tiny' } });
    expect(events.at(-1)).toMatchObject({ event: 'end', test: { loss: expect.any(Number), accuracy: 1 } });
    expect(events.at(-1)?.['model']).toMatch(/runs.parts-\d{8}-\d{6}.model\.safetensors$/);
  });

  it('refuses a network for other images or classes', async () => {
    const small = await run('train', 'parts', '--model', 'net.json', '--device', 'cpu');
    expect(small.status).toBe(1);
    expect(small.stderr).toContain('The model in net.json takes inputs of 6x6x3, but the images are 12x12x3');
    expect(small.stderr).toContain('Give --image-size 6x6');
    await writeClassFolders(path('three'), ['a', 'b', 'c'], 5);
    const three = await run('train', 'three', '--model', 'net.json', '--image-size', '6', '--device', 'cpu');
    expect(three.status).toBe(1);
    expect(three.stderr).toContain('gives outputs of 1, but the data has 3 classes');
  });
});
