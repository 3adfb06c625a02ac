import { mkdir, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type OpenedWebSession, openWebSession } from '../../src/node/open-web-session.ts';
import { writeFiles } from '../support/images.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
let folder: string;
beforeEach(async () => {
  folder = await realpath(await temporaryFolder());
});

const open = (...names: string[]) => openWebSession(names.map((name) => join(folder, name)));

function json({ files }: OpenedWebSession, path: string): unknown {
  const found = files.get(path);
  if (found === undefined || !('bytes' in found)) throw new Error(`no ${path}`);
  return JSON.parse(new TextDecoder().decode(found.bytes));
}

/** Path of each URL's file inside the folder. */
const paths = ({ files }: OpenedWebSession): Record<string, string> =>
  Object.fromEntries(
    [...files].flatMap(([url, found]) => ('file' in found ? [[url, found.file.slice(folder.length + 1)]] : [])),
  );

const modelJson = (...shards: string[]): string =>
  JSON.stringify({
    format: 'layers-model',
    modelTopology: {},
    weightsManifest: [{ paths: shards, weights: [{ name: 'a/kernel', shape: [1], dtype: 'float32' }] }],
  });

describe('openWebSession', () => {
  it('has nothing but an empty session without names', async () => {
    const opened = await open();
    expect(opened.session).toEqual({ model: null, data: null });
    expect([...opened.files.keys()]).toEqual(['/session.json']);
    expect(json(opened, '/session.json')).toEqual({ model: null, data: null });
  });

  it('opens a model file and a folder of class folders, and serves nothing beside them', async () => {
    await writeFiles(folder, {
      'my model.h5': 'model',
      'other.h5': 'another',
      'photos/dogs/2.JPG': 'dog',
      'photos/cats/10.png': 'cat',
      'photos/cats/more/1.png': 'a cat',
      'photos/cats/notes.txt': 'text',
      'photos/.hidden/1.png': 'hidden',
      'photos/empty/readme.md': 'text',
      'photos/secret.png': 'beside the classes',
    });
    const opened = await open('my model.h5', 'photos');
    expect(opened.session).toEqual({
      model: '/model/my%20model.h5',
      data: { name: 'photos', url: '/data/index.json' },
    });
    expect(json(opened, '/data/index.json')).toEqual({
      classNames: ['cats', 'dogs'],
      files: [
        { path: 'cats/10.png', url: '/data/0.png', bytes: 3 },
        { path: 'cats/more/1.png', url: '/data/1.png', bytes: 5 },
        { path: 'dogs/2.JPG', url: '/data/2.jpg', bytes: 3 },
      ],
    });
    expect(paths(opened)).toEqual({
      '/model/my model.h5': 'my model.h5',
      '/data/0.png': 'photos/cats/10.png',
      '/data/1.png': 'photos/cats/more/1.png',
      '/data/2.jpg': 'photos/dogs/2.JPG',
    });
    expect(opened.images).toEqual({ count: 3, classes: 2, leftOut: 0 });
  });

  it.each(['validation', 'val'])('takes the images of train and %s, not those for a test', async (validation) => {
    await writeFiles(folder, {
      'photos/train/cats/1.png': 'cat',
      'photos/train/dogs/1.png': 'dog',
      [`photos/${validation}/cats/2.png`]: 'cat',
      'photos/test/cats/3.png': 'cat',
    });
    const opened = await open('photos');
    expect(json(opened, '/data/index.json')).toEqual({
      classNames: ['cats', 'dogs'],
      files: [
        { path: 'train/cats/1.png', url: '/data/0.png', bytes: 3 },
        { path: 'train/dogs/1.png', url: '/data/1.png', bytes: 3 },
        { path: `${validation}/cats/2.png`, url: '/data/2.png', bytes: 3 },
      ],
    });
    expect(Object.values(paths(opened)).filter((path) => path.includes('test'))).toEqual([]);
  });

  it('opens the model of a run, and digits', async () => {
    await writeFiles(folder, { 'run/model.safetensors': 'model', 'run/config.json': '{}', 'run/history.csv': '' });
    const opened = await openWebSession(['digits', join(folder, 'run')]);
    expect(opened.session).toEqual({ model: '/model/model.safetensors', data: { name: 'digits', url: 'digits' } });
    expect(paths(opened)).toEqual({ '/model/model.safetensors': 'run/model.safetensors' });
  });

  it('opens a TensorFlow.js model with the weight files that it lists', async () => {
    await writeFiles(folder, {
      'web/model.json': modelJson('group1-shard1of2.bin', 'parts/2.bin'),
      'web/group1-shard1of2.bin': '1234',
      'web/parts/2.bin': '5678',
      'web/other.bin': 'other',
    });
    for (const name of ['web', 'web/model.json']) {
      const opened = await open(name);
      expect(opened.session.model).toBe('/model/model.json');
      expect(paths(opened)).toEqual({
        '/model/model.json': 'web/model.json',
        '/model/group1-shard1of2.bin': 'web/group1-shard1of2.bin',
        '/model/parts/2.bin': 'web/parts/2.bin',
      });
    }
  });

  it.each(['../secret.bin', '/etc/passwd', 'a/../../secret.bin', '..\\secret.bin'])(
    'refuses a TensorFlow.js model with weights at %s',
    async (shard) => {
      await writeFiles(folder, { 'secret.bin': 'secret', 'web/model.json': modelJson(shard) });
      await expect(open('web')).rejects.toMatchObject({
        code: 'FORMAT',
        message: expect.stringContaining(`Cannot open ${folder}/web/model.json: `),
      });
    },
  );

  it.each([
    ['photos.zip', 'photos'],
    ['my photos.tar.gz', 'my photos'],
    ['photos.TGZ', 'photos'],
    ['photos.2.tar', 'photos.2'],
  ])('opens the archive %s', async (file, name) => {
    await writeFiles(folder, { [file]: 'archive' });
    const opened = await open(file);
    expect(opened.session.data).toEqual({ name, url: `/data/${encodeURIComponent(file)}` });
    expect(paths(opened)).toEqual({ [`/data/${file}`]: file });
    expect(opened.images).toBeNull();
  });

  it('leaves out images and folders that links bring in from elsewhere, and keeps links within', async () => {
    await writeFiles(folder, {
      'elsewhere/secret.png': 'secret',
      'photos-2/cats/secret.png': 'secret',
      'photos/cats/1.png': 'cat',
      'photos/dogs/1.png': 'dog',
    });
    await symlink('../../elsewhere/secret.png', join(folder, 'photos/cats/2.png'));
    await symlink('../../photos-2/cats/secret.png', join(folder, 'photos/cats/3.png'));
    await symlink('nowhere.png', join(folder, 'photos/cats/4.png'));
    await symlink('1.png', join(folder, 'photos/cats/5.png'));
    await symlink('../elsewhere', join(folder, 'photos/birds'));
    const opened = await open('photos');
    expect(opened.images).toEqual({ count: 3, classes: 2, leftOut: 4 });
    expect(json(opened, '/data/index.json')).toMatchObject({ classNames: ['cats', 'dogs'] });
    expect(paths(opened)).toEqual({
      '/data/0.png': 'photos/cats/1.png',
      '/data/1.png': 'photos/cats/1.png',
      '/data/2.png': 'photos/dogs/1.png',
    });
  });

  it('refuses a folder of nothing but links out of it', async () => {
    await writeFiles(folder, { 'elsewhere/1.png': 'image' });
    await mkdir(join(folder, 'photos'));
    await symlink('../elsewhere', join(folder, 'photos/cats'));
    await expect(open('photos')).rejects.toThrow(`All images in ${folder}/photos are links out of it, or to nothing.`);
  });

  it('follows a link that was named itself, not one out of the folder of a run', async () => {
    await writeFiles(folder, { 'run/model.safetensors': 'model', 'photos/cats/1.png': 'cat' });
    await symlink('run/model.safetensors', join(folder, 'best.safetensors'));
    await symlink('photos', join(folder, 'linked'));
    const opened = await open('best.safetensors', 'linked');
    expect(paths(opened)).toEqual({
      '/model/best.safetensors': 'run/model.safetensors',
      '/data/0.png': 'photos/cats/1.png',
    });
    await mkdir(join(folder, 'other'));
    await symlink('../run/model.safetensors', join(folder, 'other/model.safetensors'));
    await expect(open('other')).rejects.toMatchObject({
      code: 'DATA',
      message: expect.stringContaining('is no file, or a link out of its folder.'),
    });
  });

  it.each([
    [['a.h5', 'b.keras'], /^The page opens one model, but ".*a.h5", ".*b.keras" are given. Name one.$/],
    [['a.zip', 'photos'], /^The page opens one data set, but /],
    [['best.weights.h5'], /holds weights without a model/],
    [['a.onnx'], /^The page cannot open .*a.onnx. Expected: a model \(.safetensors, .keras, .h5, .hdf5, .json, /],
    [['a.txt'], /^The page cannot open /],
  ])('refuses %j', async (names, message) => {
    await writeFiles(folder, {
      ...{ 'a.h5': '', 'b.keras': '', 'a.zip': '', 'a.onnx': '', 'a.txt': '', 'best.weights.h5': '' },
      'photos/cats/1.png': '',
    });
    await expect(open(...names)).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringMatching(message) });
  });

  it('refuses named sets that the page does not have', async () => {
    await expect(openWebSession(['mnist'])).rejects.toThrow('The page does not have the data set "mnist". Expected: ');
  });

  it('says what it looked for where there is nothing, or no images', async () => {
    await expect(open('nowhere')).rejects.toMatchObject({
      code: 'DATA',
      message: expect.stringMatching(
        /^Cannot open .*nowhere: it, or the folder it is in, does not exist. Expected: a model/,
      ),
    });
    await mkdir(join(folder, 'empty'));
    await expect(open('empty')).rejects.toThrow('No class folders were found');
  });
});
