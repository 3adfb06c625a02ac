import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cifar10ClassNames } from '../../src/data/cifar10.ts';
import { DataError, ValueError } from '../../src/errors.ts';
import { type DatasetSource, datasetSources, idxSource } from '../../src/node/dataset-sources.ts';
import { datasetNames, loadDataset, loadNamedDataset } from '../../src/node/named-datasets.ts';
import { fileServers, serveFiles } from '../support/file-server.ts';
import { solidPng } from '../support/images.ts';
import { pickledBatch } from '../support/python-pickle.ts';
import { tarArchive, tarMember } from '../support/tar-archive.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const startServer = fileServers();

const NOWHERE = 'http://127.0.0.1:1/';

/** Images of 1x2: two to train on, one to test, whose first pixel is `first`. */
const pairFiles = (first: number): Record<string, Uint8Array> => ({
  'train-images-idx3-ubyte': Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, first, 2, 3, 4),
  'train-labels-idx1-ubyte': Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 0),
  't10k-images-idx3-ubyte': Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 5, 6),
  't10k-labels-idx1-ubyte': Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 1),
});

const compressed = (files: Record<string, Uint8Array>): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]));

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

function pairs(address: string): DatasetSource {
  const sums = Object.values(compressed(pairFiles(9))).map(md5);
  return idxSource('pairs', address, sums as [string, string, string, string], ['left', 'right']);
}

async function put(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}

let root: string;
/** Where the set "pairs" is kept when it was downloaded. */
let cached: string;
beforeEach(async () => {
  root = await temporaryFolder();
  cached = join(root, 'cache', 'cnn-gpu', 'datasets', 'pairs');
  vi.stubEnv('XDG_CACHE_HOME', join(root, 'cache'));
  vi.stubEnv('CNN_GPU_DATA', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('loadNamedDataset', () => {
  it('loads the bundled digits', async () => {
    expect((await loadNamedDataset('digits')).train.xShape).toEqual([1442, 8, 8, 1]);
  });

  it('lists the names for one that it does not know', async () => {
    expect(datasetNames).toEqual(['digits', 'mnist', 'fashion-mnist', 'cifar10']);
    await expect(loadNamedDataset('minst')).rejects.toThrow(ValueError);
    await expect(loadNamedDataset('toString')).rejects.toThrow(
      'There is no data set "toString"; there are "digits", "mnist", "fashion-mnist", "cifar10".',
    );
  });

  it('finds real names in a folder of their own', async () => {
    await put(join(root, 'fashion-mnist'), pairFiles(1));
    const { train, classNames } = await loadNamedDataset('fashion-mnist', { dataDir: root });
    expect(train.xShape).toEqual([2, 1, 2, 1]);
    expect(classNames[9]).toBe('Ankle boot');
  });
});

describe('loadDataset', () => {
  const firstPixel = async (dataDir?: string) => (await loadDataset(pairs(NOWHERE), { dataDir })).train.x[0];

  it('reads plain and compressed IDX files', async () => {
    await put(root, { ...pairFiles(1), ...compressed({ 'train-images-idx3-ubyte': new Uint8Array() }) });
    expect(await loadDataset(pairs(NOWHERE), { dataDir: root })).toEqual({
      name: 'pairs',
      train: { x: Uint8Array.of(1, 2, 3, 4), xShape: [2, 1, 2, 1], y: Uint32Array.of(1, 0), yShape: [2] },
      test: { x: Uint8Array.of(5, 6), xShape: [1, 1, 2, 1], y: Uint32Array.of(1), yShape: [1] },
      classNames: ['left', 'right'],
      imageShape: [1, 2, 1],
      maxValue: 255,
    });
    for (const name of Object.keys(pairFiles(1))) await rm(join(root, name));
    await put(root, compressed(pairFiles(7)));
    expect(await firstPixel(root)).toBe(7);
  });

  it('prefers the given folder to the environment to the cache, and a folder of its name to the folder itself', async () => {
    const env = join(root, 'env');
    const given = join(root, 'given');
    vi.stubEnv('CNN_GPU_DATA', env);
    await put(cached, pairFiles(1));
    expect(await firstPixel(given)).toBe(1);
    await put(env, pairFiles(2));
    expect(await firstPixel(given)).toBe(2);
    await put(join(env, 'pairs'), pairFiles(3));
    expect(await firstPixel(given)).toBe(3);
    await put(given, pairFiles(4));
    expect(await firstPixel(given)).toBe(4);
    await put(join(given, 'pairs'), pairFiles(5));
    expect(await firstPixel(given)).toBe(5);
    expect(await firstPixel()).toBe(3);
  });

  it('names a damaged file rather than passing over it', async () => {
    await put(cached, pairFiles(1));
    const broken = gzipSync(pairFiles(1)['train-labels-idx1-ubyte']).subarray(0, 15);
    await put(root, { ...compressed(pairFiles(1)), 'train-labels-idx1-ubyte.gz': broken });
    await expect(firstPixel(root)).rejects.toThrow(`${join(root, 'train-labels-idx1-ubyte.gz')}: it is truncated`);
  });

  it('downloads what is not there into the cache, once', async () => {
    const files = compressed(pairFiles(9));
    const { address, requests } = await startServer(serveFiles(files));
    const urls = new Set<string>();
    const data = await loadDataset(pairs(address), { onProgress: ({ url }) => urls.add(url) });
    expect(data.train.x[0]).toBe(9);
    expect([...urls]).toEqual(Object.keys(files).map((name) => address + name));
    expect((await readdir(cached)).sort()).toEqual(Object.keys(files).sort());
    await loadDataset(pairs(address));
    expect(requests).toHaveLength(4);
    await rm(join(cached, 't10k-labels-idx1-ubyte.gz'));
    await loadDataset(pairs(address));
    expect(requests.slice(4)).toEqual(['/t10k-labels-idx1-ubyte.gz']);
  });

  it('says offline which files to put where', async () => {
    const error = await loadDataset(pairs(NOWHERE)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DataError);
    const lines = (error as DataError).message.split('\n');
    expect(lines[0]).toMatch(/^Cannot reach http:\/\/127\.0\.0\.1:1\/train-images-idx3-ubyte\.gz: /);
    expect(lines.slice(1)).toEqual([
      `To use pairs without a connection, put these files into ${cached}`,
      '(or into another folder, named by --data-dir or the environment variable CNN_GPU_DATA):',
      '  train-images-idx3-ubyte.gz  from http://127.0.0.1:1/train-images-idx3-ubyte.gz',
      '  train-labels-idx1-ubyte.gz  from http://127.0.0.1:1/train-labels-idx1-ubyte.gz',
      '  t10k-images-idx3-ubyte.gz  from http://127.0.0.1:1/t10k-images-idx3-ubyte.gz',
      '  t10k-labels-idx1-ubyte.gz  from http://127.0.0.1:1/t10k-labels-idx1-ubyte.gz',
    ]);
  });
});

describe('cifar10', () => {
  const batches = ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5', 'test_batch'];
  const files = Object.fromEntries(
    batches.map((name, label) => [`${name}.bin`, new Uint8Array(3073).fill(100).fill(label, 0, 1)]),
  );
  const archiveOf = (names: readonly string[]) =>
    gzipSync(tarArchive(...names.map((name) => tarMember(`cifar-10-batches-bin/${name}`, files[name]))));

  async function expectAll(): Promise<void> {
    const { train, test, imageShape } = await loadDataset(datasetSources.cifar10, { dataDir: root });
    expect(train.y).toEqual(Uint32Array.of(0, 1, 2, 3, 4));
    expect(test.y).toEqual(Uint32Array.of(5));
    expect(imageShape).toEqual([32, 32, 3]);
    expect(train.x.every((pixel) => pixel === 100)).toBe(true);
  }

  it('is read from its batches in a folder', async () => {
    await put(root, files);
    await expectAll();
  });

  it('is read from the unpacked archive', async () => {
    await put(join(root, 'cifar-10-batches-bin'), files);
    await expectAll();
  });

  it('is read from the archive', async () => {
    await put(join(root, 'cifar10'), { 'cifar-10-binary.tar.gz': archiveOf(Object.keys(files).reverse()) });
    await expectAll();
  });

  it('is downloaded as one archive', async () => {
    const archive = archiveOf(Object.keys(files));
    const { address } = await startServer(serveFiles({ 'cifar.tar.gz': archive }));
    const downloads = [{ file: 'cifar.tar.gz', md5: md5(archive) }];
    const forms = datasetSources.cifar10.forms.map((form) => ({ ...form, archives: ['cifar.tar.gz'] }));
    const source = { ...datasetSources.cifar10, name: 'small', forms, downloads, address };
    expect((await loadDataset(source)).test.y).toEqual(Uint32Array.of(5));
  });

  it('names an archive that lacks a batch or is none', async () => {
    const path = join(root, 'cifar-10-binary.tar.gz');
    await put(root, { 'cifar-10-binary.tar.gz': archiveOf(['data_batch_1.bin']) });
    await expect(expectAll()).rejects.toThrow(`${path}: holds no data_batch_2.bin`);
    await put(root, { 'cifar-10-binary.tar.gz': gzipSync(new Uint8Array(600).fill(1)) });
    await expect(expectAll()).rejects.toThrow(`${path}: This is no tar archive`);
  });

  const pickled = Object.fromEntries(
    batches.map((name, label) => [name, pickledBatch([label], new Uint8Array(3072).fill(100))]),
  );

  it.each(['cifar-10-python.tar.gz', 'cifar-10-batches-py.tar.gz'])(
    'is read from the Python version: %s',
    async (name) => {
      const members = Object.entries(pickled).map(([batch, bytes]) => tarMember(`cifar-10-batches-py/${batch}`, bytes));
      await put(root, { [name]: gzipSync(tarArchive(...members)) });
      await expectAll();
    },
  );

  it('is read from the Python version, unpacked', async () => {
    await put(join(root, 'cifar-10-batches-py'), pickled);
    await expectAll();
  });

  it('names a file of the Python version that is something else', async () => {
    await put(root, { ...pickled, data_batch_3: Buffer.from('\x80\x02}.', 'latin1') });
    await expect(expectAll()).rejects.toThrow(`${join(root, 'data_batch_3')}: is no batch of the Python version`);
    await put(root, { data_batch_3: Buffer.from('\x80\x02cos\nsystem\n.', 'latin1') });
    await expect(expectAll()).rejects.toThrow(`${join(root, 'data_batch_3')}: The pickle asks for os.system`);
  });

  it('is read from folders of images', async () => {
    const image = await solidPng(32, 32, [100, 100, 100]);
    for (const name of cifar10ClassNames) {
      await put(join(root, 'train', name), name === 'bird' || name === 'frog' ? { '1.png': image } : {});
      await put(join(root, 'test', name), name === 'ship' ? { '1.png': image } : {});
    }
    const { train, test } = await loadDataset(datasetSources.cifar10, { dataDir: root });
    expect([train.xShape, train.y, test.y]).toEqual([[2, 32, 32, 3], Uint32Array.of(2, 6), Uint32Array.of(8)]);
    expect(train.x.every((pixel) => pixel === 100)).toBe(true);
    await put(join(root, 'test/ship'), { '2.png': await solidPng(30, 32, [1, 2, 3]) });
    await expect(loadDataset(datasetSources.cifar10, { dataDir: root })).rejects.toThrow(/2\.png: has 30x32 pixels/);
  });

  it('says offline what is taken, and where to put it', async () => {
    const error = await loadDataset({ ...datasetSources.cifar10, name: 'none', address: NOWHERE, places: [] }).catch(
      String,
    );
    expect(error).toContain(`put these files into ${join(root, 'cache', 'cnn-gpu', 'datasets', 'none')}`);
    expect(error).toContain(
      'Taken as well: cifar-10-python.tar.gz, or cifar-10-batches-py.tar.gz, or the folders train and test with a folder of images for each class.',
    );
  });
});
