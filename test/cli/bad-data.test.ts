import { mkdir, readdir, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeClassFolders } from '../support/colored-folders.ts';
import { writeFiles } from '../support/images.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const train = (folder: string, ...args: string[]) =>
  runCli(['train', ...args, '--device', 'cpu', '--epochs', '1'], folder);

describe('train refuses', () => {
  it('a folder that does not exist', async () => {
    const { status, stderr } = await train(await newFolder(), 'mnit');
    expect(stderr).toBe(
      'error: There is neither a folder nor a data set "mnit". The data sets are "digits", "mnist", "fashion-mnist", "cifar10".\n',
    );
    expect(status).toBe(1);
  });

  it('an empty folder', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'photos'));
    const { status, stderr } = await train(folder, 'photos');
    expect(stderr).toContain('error: The folder photos holds 0 images, 0 other files and no folders.');
    expect(status).toBe(1);
  });

  it('a single class', async () => {
    const folder = await newFolder();
    await writeClassFolders(join(folder, 'photos'), ['cats'], 3);
    const { status, stderr } = await train(folder, 'photos');
    expect(stderr).toContain('error: The folder photos has images of only one class ("cats").');
    expect(status).toBe(1);
  });

  it('classes of which only one has images that can be read', async () => {
    const folder = await newFolder();
    await writeClassFolders(join(folder, 'photos'), ['cats'], 5);
    await writeFiles(join(folder, 'photos'), { 'dogs/a.jpg': 'no image' });
    const { status, stderr } = await train(folder, 'photos');
    expect(stderr).toContain('has images of only one class ("cats")');
    expect(status).toBe(1);
  });

  it('a class without images left for training', async () => {
    const folder = await newFolder();
    await writeClassFolders(join(folder, 'photos'), ['cats', 'dogs'], 1);
    const { status, stderr } = await train(folder, 'photos', '--validation-split', '0.5');
    expect(stderr).toMatch(/^error: All images for training \(1\) are of one class \("(cats|dogs)"\);/);
    expect(status).toBe(1);
  });

  it('unreadable images with --strict, whatever the reason and the name', async () => {
    const folder = await newFolder();
    await writeClassFolders(join(folder, 'photos'), ['cats', 'dogs'], 5);
    await symlink('nowhere', join(folder, 'photos/cats/lost\n\x1b[31m.jpg'));
    const { status, stderr } = await train(folder, 'photos', '--strict');
    expect(stderr).toContain(
      'error: An image cannot be read:\n  photos/cats/lost\\x0a\\x1b[31m.jpg: it, or the folder',
    );
    expect(status).toBe(1);
  });

  it('a network that grows too large with the images', async () => {
    const folder = await newFolder();
    await writeClassFolders(join(folder, 'photos'), ['cats', 'dogs'], 5);
    const { status, stderr } = await train(folder, 'photos', '--model', 'cats-dogs', '--image-size', '4096');
    expect(stderr).toBe(
      'error: The network "cats-dogs" has 4228362433 parameters for images of 4096x4096x3; at most 1073741824 are ' +
        'allowed. Give a smaller --image-size or another --model.\n',
    );
    expect(status).toBe(1);
  });

  it('parts of different classes', async () => {
    const folder = await newFolder();
    await writeClassFolders(join(folder, 'data/train'), ['a', 'b'], 2);
    await writeClassFolders(join(folder, 'data/validation'), ['a', 'c'], 2);
    const { status, stderr } = await train(folder, 'data');
    expect(stderr).toContain('it has "c" in addition and has no images of "b".');
    expect(status).toBe(1);
  });

  it('a split beside a validation folder', async () => {
    const folder = await newFolder();
    await writeClassFolders(join(folder, 'data/train'), ['a', 'b'], 2);
    await writeClassFolders(join(folder, 'data/validation'), ['a', 'b'], 2);
    const { status, stderr } = await train(folder, 'data', '--validation-split', '0.5');
    expect(stderr).toContain('error: --validation-split was given, but');
    expect(status).toBe(2);
  });

  it('a place below a file for its results, before it trains', async () => {
    const folder = await newFolder();
    await writeFiles(folder, { file: 'text' });
    const { status, stderr, stdout } = await train(folder, '--out', 'file/run');
    expect(stderr).toBe(
      `error: Cannot write ${join(folder, 'file/run')}: a part of the path is a file, not a folder.\n`,
    );
    expect(stdout).not.toContain('Epoch');
    expect(status).toBe(1);
  });

  it('networks that no file describes', async () => {
    const folder = await newFolder();
    await writeFiles(folder, {
      'broken.json': '{',
      'huge.json': '',
      'unknown.json': '{"className":"Sequential","layers":[{"className":"Conv9D"}]}',
    });
    const missing = await train(folder, '--model', 'missing.json');
    expect(missing.stderr).toBe('error: Cannot read missing.json: it, or the folder it is in, does not exist.\n');
    await truncate(join(folder, 'huge.json'), 2 ** 24 + 1);
    const huge = await train(folder, '--model', 'huge.json');
    expect(huge.stderr).toBe('error: Cannot read huge.json: it has 16777217 bytes; at most 16777216 are expected.\n');
    const broken = await train(folder, '--model', 'broken.json');
    expect(broken.stderr).toContain('error: Cannot use the model broken.json: it is not valid JSON');
    const unknown = await train(folder, '--model', 'unknown.json');
    expect(unknown.stderr).toContain('There is no layer "Conv9D"');
    expect([missing.status, huge.status, broken.status, unknown.status]).toEqual([1, 1, 1, 1]);
    expect(await readdir(folder)).not.toContain('runs');
  });
});

it('reports a loss that is no longer a number', async () => {
  const folder = await newFolder();
  await writeClassFolders(join(folder, 'photos'), ['a', 'b'], 5);
  const { status, stderr } = await train(folder, 'photos', '--optimizer', 'sgd', '--learning-rate', '1e38');
  expect(stderr).toContain('error: The loss is no longer a number after epoch 1. Try a smaller --learning-rate.');
  expect(status).toBe(1);
});

describe('a model file', () => {
  it('that is missing, damaged or of another kind is named with the reason', async () => {
    const folder = await newFolder();
    await writeFiles(folder, { 'cut.safetensors': new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0, 123]) });
    const missing = await runCli(['evaluate', 'none.safetensors', 'digits', '--device', 'cpu'], folder);
    expect(missing.stderr).toContain('none.safetensors');
    const cut = await runCli(['predict', 'cut.safetensors', 'a.png', '--device', 'cpu', '--json'], folder);
    expect(cut.events).toEqual([
      { event: 'error', code: 'FORMAT', message: expect.stringContaining('cut.safetensors') },
    ]);
    const summary = await runCli(['summary', 'cut.safetensors'], folder);
    expect(summary.stderr).toMatch(/^error: .*cut\.safetensors/);
    expect([missing.status, cut.status, summary.status]).toEqual([1, 1, 1]);
  });

  it('error has a stack only with --debug', async () => {
    const folder = await newFolder();
    const plain = await runCli(['summary', 'none.safetensors'], folder);
    expect(plain.stderr.trim().split('\n')).toHaveLength(1);
    const debug = await runCli(['summary', 'none.safetensors', '--debug'], folder);
    expect(debug.stderr).toMatch(/^DataError: .*\n\s+at /);
    expect([plain.status, debug.status]).toEqual([1, 1]);
  });
});
