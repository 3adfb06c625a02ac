import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataError, FormatError, ShapeError, ValueError } from '../../src/errors.ts';
import { isPretrained } from '../../src/nn/applications/application.ts';
import { type ApplicationFile, applicationFile } from '../../src/nn/applications/application-files.ts';
import {
  applicationOf,
  applications,
  DenseNet201,
  EfficientNetB0,
  MobileNet,
  ResNet50,
} from '../../src/nn/applications/index.ts';
import { Dense, Input } from '../../src/nn/layers/index.ts';
import type { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { loadApplicationWeights } from '../../src/node/application-weights.ts';
import { findApplicationFile } from '../../src/node/find-application-file.ts';
import { loadWeights, saveWeights } from '../../src/node/model-file.ts';
import { fileServers, serveFiles } from '../support/file-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const startServer = fileServers();

let cache: string;
beforeEach(async () => {
  cache = await temporaryFolder();
  vi.stubEnv('XDG_CACHE_HOME', cache);
  vi.stubEnv('CNN_GPU_DATA', '');
  // Weights that the user keeps for Keras would be found.
  vi.stubEnv('HOME', cache);
  vi.stubEnv('USERPROFILE', cache);
});
afterEach(() => vi.unstubAllEnvs());

const bytes = new TextEncoder().encode('weights');
const md5 = createHash('md5').update(bytes).digest('hex');

describe('the file of published weights', () => {
  it('follows from how the model was made', () => {
    const fileOf = (model: Model) => applicationFile(applicationOf(model)!);
    expect(fileOf(ResNet50())).toEqual({
      name: 'resnet50_weights_tf_dim_ordering_tf_kernels.h5',
      url: 'https://storage.googleapis.com/tensorflow/keras-applications/resnet/resnet50_weights_tf_dim_ordering_tf_kernels.h5',
      md5: '2cb95161c43110f7111970584f804107',
    });
    expect(fileOf(DenseNet201({ includeTop: false })).name).toBe(
      'densenet201_weights_tf_dim_ordering_tf_kernels_notop.h5',
    );
    expect(fileOf(EfficientNetB0({ includeTop: false })).url).toBe(
      'https://storage.googleapis.com/keras-applications/efficientnetb0_notop.h5',
    );
    const narrow = MobileNet({ alpha: 0.5, inputShape: [160, 160, 3], includeTop: false });
    expect(fileOf(narrow)).toMatchObject({ name: 'mobilenet_5_0_160_tf_no_top.h5', md5: null });
    expect(fileOf(MobileNet({ inputShape: [100, 100, 3] })).name).toBe('mobilenet_1_0_224_tf.h5');
  });

  it('is downloaded once, and its checksum verified each time', async () => {
    const { address, requests } = await startServer(serveFiles({ 'w.h5': bytes }));
    const file: ApplicationFile = { name: 'w.h5', url: `${address}w.h5`, md5 };
    const path = await findApplicationFile(file, { maxBytes: 100 });
    expect(path).toBe(join(cache, 'cnn-gpu', 'models', 'w.h5'));
    expect(await findApplicationFile(file, { maxBytes: 100 })).toBe(path);
    expect(requests).toEqual(['/w.h5']);
    await writeFile(path, 'damaged');
    await expect(findApplicationFile(file, { maxBytes: 100 })).rejects.toThrow(`${md5} is expected. Remove the file`);
  });

  it('without a published checksum is held to that of the first download', async () => {
    const { address } = await startServer(serveFiles({ 'w.h5': bytes }));
    const file: ApplicationFile = { name: 'w.h5', url: `${address}w.h5`, md5: null };
    const path = await findApplicationFile(file, { maxBytes: 100 });
    const digest = createHash('sha256').update(bytes).digest('hex');
    expect(await readFile(`${path}.sha256`, 'utf8')).toBe(`${digest}\n`);
    expect(await findApplicationFile(file, { maxBytes: 100 })).toBe(path);
    await writeFile(path, 'damaged');
    await expect(findApplicationFile(file, { maxBytes: 100 })).rejects.toThrow(`sha256 checksum`);
  });

  it('is found in a folder that is named', async () => {
    const file: ApplicationFile = { name: 'w.h5', url: 'http://127.0.0.1:1/w.h5', md5 };
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'w.h5'), bytes);
    expect(await findApplicationFile(file, { maxBytes: 100, dataDir: folder })).toBe(join(folder, 'w.h5'));
    vi.stubEnv('CNN_GPU_DATA', folder);
    expect(await findApplicationFile(file, { maxBytes: 100 })).toBe(join(folder, 'w.h5'));
    vi.stubEnv('CNN_GPU_DATA', '');
    await mkdir(join(cache, '.keras', 'models'), { recursive: true });
    await writeFile(join(cache, '.keras', 'models', 'w.h5'), bytes);
    expect(await findApplicationFile(file, { maxBytes: 100 })).toBe(join(cache, '.keras', 'models', 'w.h5'));
  });

  it('that cannot be had is named, with where to put it', async () => {
    const file: ApplicationFile = { name: 'w.h5', url: 'http://127.0.0.1:1/w.h5', md5 };
    const finding = findApplicationFile(file, { maxBytes: 100 });
    await expect(finding).rejects.toThrow(DataError);
    await expect(finding).rejects.toThrow(`put the file w.h5 into ${join(cache, 'cnn-gpu', 'models')}`);
    await expect(finding).rejects.toThrow(`http://127.0.0.1:1/w.h5  (MD5 ${md5})`);
  });
});

/** Weights that cost no random numbers: each its place in the model, a little different from one to the next. */
function numbered(model: Model) {
  return model.weightSpecs.map(({ layer, name, shape }, i) => {
    const data = new Float32Array(shape.reduce((product, n) => product * n, 1)).fill((i % 97) / 97);
    data[0] = i;
    return { name: `${layer}/${name}`, shape, data };
  });
}

describe.each(Object.entries(applications))(
  'a weight file of %s',
  (_, { build, minSize }) => {
    it('gives its weights back, layer by layer in order', async () => {
      const options = { includeTop: false, inputShape: [minSize, minSize, 3] };
      const saved = build({ ...options, name: 'saved' });
      const weights = numbered(saved);
      saved.setWeights(weights);
      const path = join(await temporaryFolder(), 'weights.h5');
      await saveWeights(saved, path);
      const model = build(options);
      await loadApplicationWeights(model, path);
      expect(isPretrained(model)).toBe(true);
      const loaded = await model.getWeights();
      expect(loaded.map(({ name, shape }) => [name, shape])).toEqual(weights.map(({ name, shape }) => [name, shape]));
      // Comparing as bytes is quick.
      for (const [i, { data }] of loaded.entries()) {
        expect(
          Buffer.compare(
            Buffer.from(data.buffer, data.byteOffset, data.byteLength),
            Buffer.from(weights[i]!.data.buffer),
          ),
        ).toBe(0);
      }
    });
  },
  60_000,
);

it('a file named as the published one counts as such, another does not', async () => {
  const make = () => MobileNet({ includeTop: false, alpha: 0.25, inputShape: [32, 32, 3] });
  const saved = make();
  saved.setWeights(numbered(saved));
  const folder = await temporaryFolder();
  for (const [name, counts] of [
    ['mobilenet_2_5_224_tf_no_top.h5', true],
    ['mine.h5', false],
  ] as const) {
    await saveWeights(saved, join(folder, name));
    const model = make();
    await loadWeights(model, join(folder, name));
    expect(isPretrained(model)).toBe(counts);
  }
});

describe('weights that do not fit', () => {
  it('are refused before anything is downloaded', async () => {
    const load = (model: Model) => loadApplicationWeights(model, 'imagenet');
    await expect(load(EfficientNetB0())).rejects.toThrow('need EfficientNetB0({ imagenetRescaling: true })');
    await expect(load(MobileNet({ alpha: 2 }))).rejects.toThrow('for alpha 0.25, 0.5, 0.75 and 1');
    await expect(load(ResNet50({ classes: 2 }))).rejects.toThrow('are for 1000 classes; "resnet50" has 2.');
    const other = new Sequential([new Input({ shape: [3] }), new Dense({ units: 1 })]);
    await expect(load(other)).rejects.toThrow(ValueError);
  });

  it('leave the model as it was', async () => {
    const model = MobileNet({ includeTop: false, alpha: 0.25, inputShape: [32, 32, 3] });
    model.setWeights(numbered(model));
    const path = join(await temporaryFolder(), 'weights.h5');
    await saveWeights(model, path);
    const wider = MobileNet({ includeTop: false, alpha: 0.5, inputShape: [32, 32, 3] });
    const loading = loadApplicationWeights(wider, path);
    await expect(loading).rejects.toSatisfy((error) => error instanceof FormatError || error instanceof ShapeError);
    expect(isPretrained(wider)).toBe(false);
  });
});
